/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Faults on its own virtual processor, in nobody's call.
 */
#include <component.h>

int main(void)
{
	__asm__ volatile("str wzr, [%0]" :: "r"(UINT64_C(0x1004)) : "memory");
	return 0;
}
