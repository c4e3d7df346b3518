/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Gets portals from a client; which ones, its generated code has looked at.
 */
#include <component.h>

static uint32_t taken;

vesper_status made_shop_serve_take(const vesper_client *client,
				   made_adder_borrowed it,
				   uint32_t *count)
{
	(void)client;
	(void)it;
	*count = ++taken;
	return OK;
}

vesper_status made_shop_serve_wants_other(const vesper_client *client,
					  made_other_borrowed it)
{
	(void)client;
	(void)it;
	return OK;
}
