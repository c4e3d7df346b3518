/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>

vesper_status objects_nothing_serve_null(const vesper_client *client)
{
	(void)client;
	return OK;
}
