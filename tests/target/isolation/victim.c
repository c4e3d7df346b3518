/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Has data that nobody else may see or change.
 */
#include <component.h>

#define WORDS	64

static const uint64_t secret = 0x5ec2e7;
static uint64_t data[WORDS] = { 0x1234567890abcdef };

vesper_status isolation_victim_serve_places(const vesper_client *client,
	uint64_t *text, uint64_t *constant, uint64_t *own_data,
	uint64_t *stack, uint64_t *device)
{
	uint64_t local = 0;

	(void)client;
	*text = (uintptr_t)isolation_victim_serve_places;
	*constant = (uintptr_t)&secret;
	*own_data = (uintptr_t)data;
	*stack = (uintptr_t)&local;
	*device = (uintptr_t)regs;
	return OK;
}

/* FNV-1a over data, constant and salt. */
vesper_status isolation_victim_serve_checksum(const vesper_client *client,
	struct vesper_string salt, uint64_t *sum)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	(void)client;
	for (int i = 0; i < WORDS; i++)
		hash = (hash ^ data[i]) * UINT64_C(0x100000001b3);
	hash = (hash ^ secret) * UINT64_C(0x100000001b3);
	for (uint32_t i = 0; i < salt.size; i++)
		hash = (hash ^ (uint8_t)salt.data[i]) * UINT64_C(0x100000001b3);
	*sum = hash;
	return OK;
}
