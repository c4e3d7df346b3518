/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Calls on the host: a table of slots. Methods outside of 16 bits do not exist
 * on the target, so they are cut here too.
 */
#include <vesper/syscall.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

static struct connection {
	vesper_host_dispatch *dispatch;
	const vesper_client *client;
} connections[VESPER_HOST_SLOTS];

void vesper_host_connect(uint64_t slot, vesper_host_dispatch *dispatch,
			 const vesper_client *client)
{
	if (slot >= VESPER_HOST_SLOTS)
		abort();
	connections[slot] = (struct connection){ dispatch, client };
}

vesper_status vesper_call(uint64_t slot, uint64_t method,
			  struct vesper_message *m)
{
	const struct connection *c = &connections[slot % VESPER_HOST_SLOTS];

	if (slot >= VESPER_HOST_SLOTS || !c->dispatch) {
		*m = (struct vesper_message){ 0 };
		return E_SLOT;
	}
	return c->dispatch(c->client, (uint32_t)(method & 0xffff), m);
}

static _Atomic unsigned signals[VESPER_HOST_SLOTS];

vesper_status vesper_signal(uint64_t slot)
{
	if (slot >= VESPER_HOST_SLOTS)
		return E_SLOT;
	signals[slot]++;
	return OK;
}

unsigned vesper_host_signals(uint64_t slot)
{
	return atomic_exchange(&signals[slot % VESPER_HOST_SLOTS], 0);
}

struct abi_thread *vesper_thread(void)
{
	static _Thread_local struct abi_thread thread;

	return &thread;
}

uint32_t vesper_host_area(uint64_t size)
{
	static uintptr_t next = 0x10000000;
	uint64_t pages = (size + 0xfff) / 0x1000 * 0x1000;
	void *area = mmap((void *)next, pages, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
			  -1, 0);

	if (area != (void *)next) {
		perror("vesper_host_area");
		exit(99);
	}
	next += pages + 0x1000;
	return (uint32_t)(uintptr_t)area;
}

vesper_client vesper_host_client(uint32_t to, uint32_t from, uint64_t size,
				 uint64_t slack)
{
	uint64_t limit = size - slack;

	return (vesper_client){ .to_base = to, .to_limit = to ? limit : 0,
				.from_base = from,
				.from_limit = from ? limit : 0 };
}
