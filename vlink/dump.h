/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The subcommands that read a finished image or what a running one prints.
 */
#ifndef VLINK_DUMP_H
#define VLINK_DUMP_H

#include <stdio.h>

/* vlink dump IMAGE: exit status. */
int dump_main(const char *path, FILE *out, FILE *errors);

/*
 * vlink symbolize IMAGE.elf: copy `in` to `out` as it comes and append
 * " function (file:line)" to lines of the kernel's reports that contain
 * "pc 0x...". `addr2line` is the target's program.
 */
int symbolize_main(const char *path, const char *addr2line, int in, int out);

#endif
