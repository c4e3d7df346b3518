/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Hands a frame on to the network, from where it lies.
 */
#include <component.h>

vesper_status design_frames_serve_next(const vesper_client *client,
				       const uint8_t *data, uint32_t count,
				       uint32_t *taken)
{
	uint32_t port = 0;
	vesper_status status = design_packets_send(net,
		vesper_pass_in(client, data, count), taken);

	(void)client;
	if (status == OK)
		status = design_connection_port(up, &port);
	*taken += port;
	return status == OK ? design_log_put(log, port) : status;
}
