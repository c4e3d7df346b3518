/* SPDX-License-Identifier: BlueOak-1.0.0 */
/* Tests of vlink's back end: one suite per file. */
#ifndef TEST_VLINK_BACK_H
#define TEST_VLINK_BACK_H

#define VLINK_SUITES(X) X(elf) X(runs) X(merge) X(notes) X(image)

#define X(name) void suite_##name(void);
VLINK_SUITES(X)
#undef X

/* A folder of this run's own; path_in() gives a file in it. */
const char *path_in(const char *name);

#endif
