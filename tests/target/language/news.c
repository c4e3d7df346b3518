/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Takes what is posted, and tells everybody.
 */
#include <component.h>
#include <vesper/object.h>

static uint32_t times, wrong;
static uint16_t last;

/* Records of one caller come in their order, each whole. */
void probe_more_serve_post(const vesper_client *client, const uint8_t text[48],
			   probe_color c, uint16_t n)
{
	(void)client;
	times++;
	wrong += n != (uint16_t)(last + 1) || c != PROBE_COLOR_BLUE;
	for (unsigned i = 0; i < 48; i++)
		wrong += text[i] != (uint8_t)n;
	last = n;
}

void probe_more_serve_empty(const vesper_client *client)
{
	(void)client;
	times++;
}

vesper_status probe_more_serve_posted(const vesper_client *client,
	uint32_t *t, uint32_t *w, uint16_t *n)
{
	(void)client;
	*t = times;
	*w = wrong;
	*n = last;
	return OK;
}

vesper_status probe_more_serve_tell(const vesper_client *client, uint64_t value)
{
	const struct probe_point at = { (int32_t)value, -1 };
	vesper_status status = OK;

	(void)client;
	for (uint64_t i = 0; i < more_clients_count && status == OK; i++) {
		const vesper_client *to = &more_clients[i];

		status = probe_more_notify_first(to, value % 2);
		if (status == OK)
			status = probe_more_notify_whole(to, value, value,
				value, value, value, value, value);
		if (status == OK)
			status = probe_more_notify_mixed(to, &at, 1, -1,
				PROBE_COLOR_RED);
		if (status == OK && value == 43)
			status = probe_more_notify_last_low(to, 31);
		if (status == OK && value == 43)
			status = probe_more_notify_first_high(to, 32);
		if (status == OK && value >= 43)
			status = probe_more_notify_last_high(to, 63);
	}
	return status;
}

int main(void)
{
	for (;;) {
		uint64_t bits;

		(void)vesper_block();
		(void)vesper_event_take(more_event, &bits);
		(void)vesper_monitor_enter(self.slot);
		while (bits)
			bits = more_drain(bits);
		(void)vesper_monitor_exit(self.slot);
	}
}
