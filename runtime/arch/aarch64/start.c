/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Where a vp starts: the static linker makes vesper_start its first pc, with sp
 * and TPIDR_EL0 at the thread block on top of its stack, so C can begin at
 * once. Data is in place and bss is zero: the image was made in its running
 * state.
 *
 * Weak: a component that needs its vp's very first instruction (a benchmark of
 * the boot) defines its own.
 */
#include <vesper/start.h>
#include <vesper/syscall.h>

__attribute__((weak)) void vesper_start(void)
{
	(void)main();
	for (;;)
		(void)vesper_block();
}
