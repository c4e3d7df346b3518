/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Counts what its handlers take, and how often one of them finds a call inside.
 * Nothing here is atomic: the monitor is what keeps it right.
 */
#include <component.h>
#include <vesper/object.h>

#define CS		0	/* the system timer: tests/target/irq */
#define CLO		1
#define CHANNEL		1

static uint32_t posts, sum, overlaps;
static volatile uint32_t ticks, rings;
static uint64_t bell_bits, ward_bits;
static volatile bool is_inside;	/* a call that holds */

static void handler_begins(void)
{
	overlaps += is_inside;
}

int main(void)
{
	return 0;		/* then the handlers */
}

void on_tick(void)
{
	handler_begins();
	regs[CS] = 1u << CHANNEL;
	ticks++;
}

void on_bell(uint64_t bits)
{
	handler_begins();
	bell_bits |= bits;
	rings++;
}

void on_wards(uint64_t bits)
{
	handler_begins();
	ward_bits |= bits;
}

void handlers_desk_serve_post(const vesper_client *client, uint32_t number)
{
	(void)client;
	handler_begins();
	posts++;
	sum += number;
}

vesper_status handlers_desk_serve_tell(const vesper_client *client,
				       uint32_t number)
{
	(void)client;
	for (uint64_t i = 0; i < posts_clients_count; i++)
		if (handlers_desk_notify_told(&posts_clients[i], number) !=
			OK ||
		    handlers_desk_notify_far(&posts_clients[i], number + 1) !=
			OK)
			return E_STATE;
	return OK;
}

vesper_status handlers_desk_serve_hold(const vesper_client *client,
				       uint32_t rounds, uint32_t *handlers)
{
	uint32_t before = ticks + rings;

	(void)client;
	is_inside = true;
	regs[3 + CHANNEL] = regs[CLO] + 20;
	for (volatile uint32_t i = 0; i < rounds; i++)
		;
	is_inside = false;
	*handlers = ticks + rings - before;
	return OK;
}

vesper_status handlers_desk_serve_seen(const vesper_client *client, uint32_t *p,
				       uint32_t *s, uint32_t *t, uint32_t *o)
{
	(void)client;
	*p = posts;
	*s = sum;
	*t = ticks;
	*o = overlaps;
	return OK;
}

vesper_status handlers_desk_serve_bells(const vesper_client *client,
					uint64_t *bell_seen, uint64_t *wards_seen,
					uint32_t *rung)
{
	(void)client;
	*bell_seen = bell_bits;
	*wards_seen = ward_bits;
	*rung = rings;
	return OK;
}

vesper_status handlers_plain_serve_twice(const vesper_client *client,
					 uint32_t number, uint32_t *result)
{
	(void)client;
	*result = 2 * number;
	return OK;
}
