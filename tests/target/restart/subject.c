/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Memory of every kind, with values that it does not have at first.
 */
#include <component.h>
#include <vesper/object.h>

static uint32_t data = 7;
static uint32_t bss;
static _Thread_local uint32_t local = 5;
static volatile uint32_t begun;

int main(void)
{
	begun |= 1;
	return 0;
}

/* It is inside the gate for most of its life. */
void second(void)
{
	begun |= 2;
	if (restart_gate_pass(gate) != OK)
		begun |= 4;
}

vesper_status restart_subject_serve_look(const vesper_client *client,
					 uint32_t *is_data, uint32_t *is_bss,
					 uint32_t *is_local, uint32_t *is_ring,
					 uint32_t *is_heap, uint32_t *has_begun)
{
	(void)client;
	*is_data = data;
	*is_bss = bss;
	*is_local = local;
	*is_ring = (uint32_t)ring[0] << 8 | ring[8191];
	*is_heap = vesper_allocate(8000) != NULL;
	*has_begun = begun;
	return OK;
}

vesper_status restart_subject_serve_spoil(const vesper_client *client,
					  int32_t *filled)
{
	(void)client;
	data = 8;
	bss = 9;
	local = 10;
	ring[0] = ring[8191] = 11;
	*filled = vesper_cap_copy(own, room, ABI_RIGHT_SIGNAL);
	return OK;
}

vesper_status restart_subject_serve_crash(const vesper_client *client)
{
	(void)client;
	*(volatile uint32_t *)0 = 1;
	return OK;
}
