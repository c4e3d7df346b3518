/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A server that counts who is inside. Its workers can be at it at the same
 * time, so the counting is atomic.
 */
#include <stdatomic.h>

#include <component.h>
#include <vesper/syscall.h>

#include "node.h"

static _Atomic uint32_t inside, most;
volatile bool node_is_passing;

static void stay(uint32_t yields)
{
	while (yields-- > 0)
		vesper_yield();
}

vesper_status invocation_node_serve_depth(const vesper_client *client,
					  uint32_t *depth)
{
	vesper_status status = OK;

	(void)client;
	*depth = 0;
	if (next_connected()) {
		status = invocation_node_depth(next, depth);
		*depth += 1;
	}
	return status;
}

vesper_status invocation_node_serve_enter(const vesper_client *client,
					  uint32_t yields, uint32_t *most_inside)
{
	uint32_t now = atomic_fetch_add(&inside, 1) + 1;

	(void)client;
	if (now > most)
		most = now;
	stay(yields);
	atomic_fetch_sub(&inside, 1);
	*most_inside = most;
	return OK;
}

vesper_status invocation_node_serve_fault(const vesper_client *client,
					  uint32_t yields)
{
	(void)client;
	stay(yields);
	__builtin_trap();
}

vesper_status invocation_node_serve_pass(const vesper_client *client,
					 uint32_t yields, int32_t *status)
{
	uint32_t unused;

	(void)client;
	node_is_passing = true;
	*status = invocation_node_enter(next, yields, &unused);
	return OK;
}

vesper_status invocation_node_serve_block(const vesper_client *client,
					  int32_t *status)
{
	(void)client;
	*status = vesper_block();
	return OK;
}
