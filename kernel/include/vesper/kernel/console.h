/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The kernel's own words: panics, and reports in debug builds. Formats: %s a
 * string, %u a uint64_t in decimal, %x one in hexadecimal with 0x.
 */
#ifndef VESPER_KERNEL_CONSOLE_H
#define VESPER_KERNEL_CONSOLE_H

#include <stdint.h>

/* A string of the image's name table; "?" in images without one. */
const char *object_name(uint32_t offset);

/* All arguments are uint64_t or pointers, 8 bytes each. */
__attribute__((cold)) void console_print(const char *format, ...);

#endif
