/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * On a higher level than the store: whatever capability it gets, it cannot call
 * down.
 */
#include <component.h>

vesper_status sessions_above_serve_try(const vesper_client *client,
				       sessions_store_borrowed s,
				       uint32_t *rights)
{
	struct vesper_message m;

	(void)client;
	(void)vesper_cap_info(s.slot, &m);
	*rights = (uint32_t)m.w2;
	m = (struct vesper_message){ 0 };
	return vesper_call(s.slot, SESSIONS_STORE_LEAVE_METHOD, &m) == OK ?
		E_STATE : OK;
}

vesper_status sessions_above_serve_want(const vesper_client *client,
					sessions_store_borrowed s)
{
	(void)client;
	(void)s;
	return OK;
}
