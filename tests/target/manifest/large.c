/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>

vesper_status manifest_large_serve_one(const vesper_client *client,
	uint32_t *value)
{
	(void)client;
	*value = 1111;
	return OK;
}

vesper_status manifest_large_serve_two(const vesper_client *client,
	uint32_t *value)
{
	(void)client;
	*value = 2222;
	return OK;
}
