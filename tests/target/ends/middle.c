/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Calls the next one and keeps the status.
 */
#include <component.h>

static bool back;
static int32_t last;

vesper_status ends_stage_serve_stay(const vesper_client *client, uint32_t how)
{
	(void)client;
	(void)how;
	return E_UNSUPPORTED;
}

vesper_status ends_stage_serve_pass(const vesper_client *client, uint32_t how,
				    int32_t *status)
{
	(void)client;
	last = ends_stage_stay(next, how);
	back = true;
	*status = last;
	return OK;
}

vesper_status ends_stage_serve_stayed(const vesper_client *client,
				      uint32_t *calls)
{
	(void)client;
	*calls = 0;
	return E_UNSUPPORTED;
}

vesper_status ends_report_serve_begin(const vesper_client *client,
				      uint32_t how)
{
	(void)client;
	(void)how;
	return E_UNSUPPORTED;
}

vesper_status ends_report_serve_ask(const vesper_client *client, bool *is_back,
				    int32_t *status)
{
	(void)client;
	*is_back = back;
	*status = last;
	return OK;
}
