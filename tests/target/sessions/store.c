/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A server that makes connections: what it does over one it does over all.
 */
#include <component.h>
#include <vesper/object.h>

static char kept[65];
static uint32_t length, hints, last;

vesper_status sessions_store_serve_who(const vesper_client *client,
				       uint32_t *number, bool *is_session,
				       uint32_t *setting)
{
	*number = client->client;
	*is_session = store_session_number(client) != store_sessions;
	*setting = store_base(client);
	return OK;
}

vesper_status sessions_store_serve_put(const vesper_client *client,
				       struct vesper_string text, uint32_t *size)
{
	(void)client;
	for (length = 0; length < text.size; length++)
		kept[length] = text.data[length];
	*size = length;
	return OK;
}

vesper_status sessions_store_serve_get(const vesper_client *client,
				       struct vesper_text *text)
{
	(void)client;
	(void)vesper_text_append(text, (struct vesper_string){ kept, length });
	return OK;
}

vesper_status sessions_store_serve_sum(const vesper_client *client,
				       const uint8_t *data,
				       uint32_t data_count, uint32_t *sum)
{
	(void)client;
	for (uint32_t i = 0; i < data_count; i++)
		*sum += data[i];
	return OK;
}

vesper_status sessions_store_serve_fill(const vesper_client *client,
					uint8_t *data, uint32_t data_count,
					uint8_t with, uint32_t *done)
{
	(void)client;
	for (uint32_t i = 0; i < data_count; i++)
		data[i] = with;
	*done = data_count;
	return OK;
}

vesper_status sessions_store_serve_next(const vesper_client *client,
					const uint32_t *numbers,
					uint32_t numbers_count,
					uint32_t *behind,
					uint32_t *behind_count)
{
	(void)client;
	for (uint32_t i = 0; i < numbers_count; i++)
		behind[i] = numbers[i] + 1;
	*behind_count = numbers_count;
	return OK;
}

vesper_status sessions_store_serve_open(const vesper_client *client,
					uint32_t n, sessions_store_owned *child)
{
	return store_session_open(n, client, child);
}

vesper_status sessions_store_serve_close(const vesper_client *client,
					 uint32_t n)
{
	(void)client;
	return store_session_close(n);
}

vesper_status sessions_store_serve_leave(const vesper_client *client)
{
	return store_session_close(store_session_number(client));
}

void sessions_store_serve_hint(const vesper_client *client, uint32_t n)
{
	(void)client;
	hints++;
	last = n;
}

vesper_status sessions_store_serve_hints(const vesper_client *client,
					 uint32_t *count, uint32_t *value)
{
	(void)client;
	*count = hints;
	*value = last;
	return OK;
}

vesper_status sessions_store_serve_tell(const vesper_client *client,
					uint32_t n, uint32_t value)
{
	(void)client;
	return sessions_store_notify_told(&store_session_list[n].client, value);
}

vesper_status sessions_store_serve_die(const vesper_client *client)
{
	(void)client;
	__builtin_trap();
}

/* The slots of session n are the last but so many of the domain's. */
vesper_status sessions_store_serve_held(const vesper_client *client,
					uint32_t n, uint32_t *slots)
{
	uint64_t first = store_session_domain.slots +
		store_session_domain.slots_count + n * ABI_SESSION_SLOTS;

	(void)client;
	for (uint64_t i = 0; i < ABI_SESSION_SLOTS; i++) {
		struct vesper_message m;

		*slots += vesper_cap_info(first + i, &m) != E_SLOT;
	}
	return OK;
}

vesper_status sessions_store_serve_show(const vesper_client *client,
					uint32_t n, int32_t *status)
{
	sessions_store_owned made;
	uint32_t rights = UINT32_MAX;

	*status = store_session_open(n, client, &made);
	if (*status != OK)
		return OK;
	*status = sessions_above_try(above, sessions_store_owned_lend(made),
				     &rights);
	if (*status == OK)
		*status = (int32_t)rights;
	return store_session_close(n);
}

int main(void)
{
	for (;;) {
		uint64_t bits;

		(void)vesper_block();
		(void)vesper_event_take(store_event, &bits);
		while (bits)
			bits = store_drain(bits);
	}
}
