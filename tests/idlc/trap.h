/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Memory that notices each access: it is unmapped, an access traps, the one
 * instruction is stepped with the memory there, and is told when it was a load.
 * What is called can change the memory, as a domain that shares it could
 * between any two instructions. The code under test is the optimised one, with
 * nothing added. Needs the single step of x86-64 Linux.
 */
#ifndef TESTS_TRAP_H
#define TESTS_TRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether this machine can do it. */
extern const bool trap_works;

/* After load number `count` (1, 2, ...), which began at this address; `is_own`
   if the code is the program's, and no library's memcpy, which may well load
   the same bytes twice without ever comparing them. */
typedef void trap_load(uintptr_t address, unsigned count, bool is_own);

/* From now on, and up to trap_stop; whole pages. Returns the number of loads. */
void trap_start(uintptr_t base, size_t size, trap_load *on_load);
unsigned trap_stop(void);

#endif
