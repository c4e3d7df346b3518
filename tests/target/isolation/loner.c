/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Faults on its own virtual processor, in nobody's call, when it is told to: the
 * kernel's report must not come in the middle of somebody's line.
 */
#include <component.h>
#include <vesper/syscall.h>

static volatile bool is_time;

int main(void)
{
	while (!is_time)
		vesper_yield();
	__asm__ volatile("str wzr, [%0]" :: "r"(UINT64_C(0x1004)) : "memory");
	return 0;
}

vesper_status isolation_loner_serve_go(const vesper_client *client)
{
	(void)client;
	is_time = true;
	return OK;
}
