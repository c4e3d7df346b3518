/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A node whose own vp faults while a call is on its way through it.
 */
#include <component.h>
#include <vesper/syscall.h>

#include "node.h"

#define A_WHILE	5	/* yields, in which the call gets into the next node */

int main(void)
{
	while (!node_is_passing)
		vesper_yield();
	for (int i = 0; i < A_WHILE; i++)
		vesper_yield();
	__builtin_trap();
}
