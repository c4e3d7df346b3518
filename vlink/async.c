/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Methods that nobody waits for (the runtime's ring.h): who has rings, and which
 * capabilities the server signals a client with. The notes tell which methods
 * there are, so the server's capabilities come after all that the manifests say.
 */
#include <inttypes.h>
#include <string.h>

#include <vesper/abi/syscall.h>

#include "front.h"

static uint32_t count_kind(const struct interface_note *note,
			   enum abi_note_kind kind)
{
	uint32_t count = 0;

	for (size_t i = 0; i < note->methods_count; i++)
		count += note->methods[i].kind == kind;
	return count;
}

/* The number of the notify that has this cell: its bit. */
static uint32_t number_of(const struct interface_note *note, uint32_t cell)
{
	for (size_t i = 0; i < note->methods_count; i++)
		if (note->methods[i].kind == ABI_NOTE_NOTIFY &&
		    note->methods[i].cell == cell)
			return note->methods[i].number;
	return 0;
}

/* The client's event for a notification. The manifest was read beside the .idl,
 * the note was compiled from one. */
static const struct named_cap *event_for(struct system *system,
					 const struct connection *c,
					 const struct interface_note *note,
					 uint32_t number)
{
	const struct use_decl *use = c->use->decl;

	if (number < NOTIFY_HIGH)
		return &c->client->named_caps[use->event - 1];
	if (use->event_high)
		return &c->client->named_caps[use->event_high - 1];
	diag_error(system->diag, c->where, CHECK_BACK_NOTES_DIFFER,
		   "%s was compiled against another version of %s",
		   note->object, note->interface);
	return &c->client->named_caps[use->event - 1];
}

/* For the client's events, one capability for each bit, in the order of cells. */
static void notify_plan(struct system *system, struct connection *c,
			const struct interface_note *note)
{
	struct instance *server = c->server;
	size_t count = server->caps_count + c->cells;
	uint64_t slots = count + 1 + component_empty_slots(server->component) +
		ABI_FIELDS * (uint64_t)server->component->pool.workers;
	struct capability *caps = arena_array(system->arena, count,
					      sizeof(*caps));

	memcpy(caps, server->caps, server->caps_count * sizeof(*caps));
	c->notify = (uint32_t)server->caps_count + 1;
	for (uint32_t cell = 0; cell < c->cells; cell++) {
		uint32_t number = number_of(note, cell);

		caps[server->caps_count + cell] = (struct capability){
			.where = c->where,
			.slot = c->notify + cell,
			.type = ABI_TYPE_EVENT,
			.rights = ABI_RIGHT_SIGNAL,
			.of = c->client,
			.object = event_for(system, c, note, number),
			.badge = UINT32_C(1) << number % NOTIFY_HIGH,
		};
	}
	server->caps = caps;
	server->caps_count = count;
	server->slots = (uint32_t)count + 1;
	if (slots > ABI_FIELD_SLOT + 1u)
		diag_error(system->diag, c->where, CHECK_RANGE,
			   "'%s' has %" PRIu64 " slots for capabilities, and "
			   "there can be %u", server->name, slots,
			   ABI_FIELD_SLOT + 1u);
}

void rings_check(struct system *system, const struct provide_decl *provide,
		 const struct interface_note *note)
{
	if (count_kind(note, ABI_NOTE_ONEWAY) && !provide->event)
		diag_error(system->diag, provide->where, CHECK_NO_VP,
			   "%s has one-way methods: say which vp takes them, "
			   "provides %s : %s on VP", provide->interface->name,
			   provide->name, provide->interface->name);
}

void async_plan(struct system *system, struct connection *c,
		const struct interface_note *client)
{
	c->to_stride = client->to_slot;
	c->from_stride = client->from_slot;
	c->cells = count_kind(client, ABI_NOTE_NOTIFY);
	if (c->cells && c->use->decl->event)
		notify_plan(system, c, client);
	if (!count_kind(client, ABI_NOTE_ONEWAY))
		return;
	c->ring_callers = c->client->callers;
	c->ring_depth = client->ring_depth;
	rings_check(system, c->provide->decl, client);
}
