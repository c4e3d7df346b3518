/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * How the runtime and a component begin.
 */
#ifndef VESPER_START_H
#define VESPER_START_H

/* First pc of a component's vp: calls main, then sleeps for ever. */
_Noreturn void vesper_start(void);

/* What `vp main` of a component runs, once. Its value is of no use to anyone
   but a debugger. */
int main(void);

#endif
