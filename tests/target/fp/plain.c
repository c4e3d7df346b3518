/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A server that may not use floating point, called by one who may.
 */
#include <component.h>

vesper_status fp_probe_serve_dump(const vesper_client *client)
{
	(void)client;
	__asm__ volatile(".inst 0x9e670000" ::: "memory");	/* fmov d0, x0 */
	return OK;
}

vesper_status fp_probe_serve_seen(const vesper_client *client, uint64_t index,
				  uint64_t *word)
{
	(void)client;
	*word = index + 1;
	return OK;
}
