/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The fast paths of arch/aarch64/vectors.S, instruction by instruction in C, so
 * that the tests of the host can mix them with the C paths.
 */
#ifndef VESPER_HOST_FAST_H
#define VESPER_HOST_FAST_H

#include <stdbool.h>
#include <stdint.h>

#include <vesper/kernel/view.h>

/* False, with nothing changed, where the assembly goes to the C path. */
bool fast_syscall(struct abi_vp *vp, uint32_t number);

#endif
