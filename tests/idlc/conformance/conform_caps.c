/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities as parameters: given to a stub, to the kernel past it, and, where
 * replies can be forged, returned by a server. What a case leaves in the slots
 * must be as its status says: with an error nothing has come and what was sent is
 * where it was, unless the server was content (E_RESULT).
 */
#include "conformance.h"

enum { ROOM = ABI_FIELDS, SERVER = ROOM + 1 };	/* slots behind the first */

static const struct made {
	enum abi_type type;
	unsigned rights;
} made[] = {
	[CONFORM_EVENT] = { ABI_TYPE_EVENT, ABI_RIGHT_SIGNAL | ABI_RIGHT_WAIT |
					    ABI_RIGHT_SHARE },
	[CONFORM_SIGNAL] = { ABI_TYPE_EVENT, ABI_RIGHT_SIGNAL |
					     ABI_RIGHT_SHARE },
	[CONFORM_WAIT] = { ABI_TYPE_EVENT, ABI_RIGHT_WAIT | ABI_RIGHT_SHARE },
	[CONFORM_KEPT] = { ABI_TYPE_EVENT, ABI_RIGHT_SIGNAL },
	[CONFORM_REGION] = { ABI_TYPE_REGION, ABI_RIGHT_READ |
					      ABI_RIGHT_SHARE },
	[CONFORM_ALL] = { ABI_TYPE_PORTAL, ABI_RIGHT_CALL | ABI_RIGHT_SHARE },
	[CONFORM_MUTE] = { ABI_TYPE_PORTAL, ABI_RIGHT_SHARE },
	[CONFORM_STRANGE] = { ABI_TYPE_PORTAL, ABI_RIGHT_CALL |
					       ABI_RIGHT_SHARE },
};

static struct made made_of(enum conform_cap which)
{
	return which < sizeof(made) / sizeof(*made) ? made[which] :
						      (struct made){ 0 };
}

/* Whether this is in a slot, or nothing. */
static bool holds(uint64_t slot, enum conform_cap which)
{
	struct made want = made_of(which);
	struct vesper_message m;

	if (vesper_cap_info(slot, &m) != OK)
		return want.type == ABI_TYPE_NONE;
	return m.w1 == (uint64_t)want.type && m.w2 == want.rights;
}

static void put(uint64_t slot, enum conform_cap which)
{
	struct made cap = made_of(which);

	(void)vesper_cap_delete(slot);
	if (cap.type != ABI_TYPE_NONE)
		conform_make(slot, which, cap.type, cap.rights);
}

static uint64_t mode_of(char mode)
{
	return mode == 'm' ? ABI_FIELD_MOVE :
	       mode == 'c' ? ABI_FIELD_COPY :
	       mode == 'l' ? ABI_FIELD_BORROW : 0;
}

/* The fields of a case, out of slots from `first` on; a result's is the room. */
static uint64_t fields_of(const struct conform_give *give, uint64_t first)
{
	uint64_t fields = 0;

	for (unsigned i = 0; give->modes[i]; i++) {
		uint64_t mode = mode_of(give->modes[i]);
		uint64_t slot = give->caps[i] == CONFORM_SAME ? first :
								first + i;

		if (give->modes[i] == '-')
			continue;
		if (mode == 0)
			slot = conform_slots + ROOM;
		if (mode != 0 && give->caps[i] != CONFORM_SAME)
			put(slot, give->caps[i]);
		fields |= vesper_field(i, slot, mode);
	}
	return fields;
}

uint64_t conform_seen(const struct conform_give *give)
{
	uint64_t seen = 0;

	for (unsigned i = 0; give->modes[i]; i++) {
		struct made cap = made_of(give->caps[i]);

		if (mode_of(give->modes[i]) != 0)
			seen |= (uint64_t)(cap.type | cap.rights << 8)
				<< ABI_FIELD_SHIFT(i);
	}
	return seen;
}

static bool has_no_room(const struct conform_give *give)
{
	for (unsigned i = 0; give->modes[i]; i++)
		if (give->modes[i] == '#')
			return true;
	return false;
}

/* The slots after a call that sent the first capability, and returned `came`. */
static bool left_right(const struct conform_give *give, enum conform_cap came)
{
	bool is_gone = give->status == OK && give->modes[0] == 'm';

	return holds(conform_slots, is_gone ? CONFORM_NONE : give->caps[0]) &&
	       holds(conform_slots + ROOM, came);
}

static uint64_t given_slot(enum conform_cap which)
{
	return which == CONFORM_NONE ? 0 :
	       which == CONFORM_UNUSED ? ABI_NO_SLOT :
	       which == CONFORM_OUTSIDE ? ABI_FIELD_SLOT + 1 : conform_slots;
}

static bool stub_is_right(const struct conform_give *give)
{
	enum conform_cap which = give->caps[0];
	uint64_t landed = 7, room = conform_slots + ROOM;
	bool is_there = give->status == OK && made_of(which).type;

	put(conform_slots, which);
	put(room, CONFORM_NONE);
	return give->call(given_slot(which), room, &landed) == give->status &&
	       landed == (is_there ? room : 0) &&
	       left_right(give, is_there && !give->is_borrowed ? which :
								 CONFORM_NONE);
}

static bool fields_are_right(const struct conform_give *give)
{
	struct vesper_message m = { 0 };
	enum conform_cap room = has_no_room(give) ? CONFORM_REGION :
						    CONFORM_NONE;
	bool is_good = give->status == OK;
	uint64_t fields;

	put(conform_slots, CONFORM_NONE);
	put(conform_slots + ROOM, room);
	fields = fields_of(give, conform_slots);
	return vesper_call_cap(conform_caps.slot, give->method, &m, &fields) ==
	       give->status && (is_good || (fields >> 16 | m.w1) == 0) &&
	       left_right(give, is_good && !give->is_borrowed ? give->caps[0] :
								room);
}

/* The request is good; the status is that of the reply. */
static bool return_is_right(const struct conform_give *give)
{
	uint64_t landed = 7, room = conform_slots + ROOM;
	bool is_good = give->status == OK;
	vesper_status status;

	put(conform_slots, give->request);
	put(room, CONFORM_NONE);
	conform_forge(fields_of(give, conform_slots + SERVER));
	status = give->call(conform_slots, room, &landed);
	conform_forge_no_more();
	return status == give->status &&
	       landed == (is_good && give->caps[0] ? room : 0) &&
	       holds(room, is_good ? give->caps[0] : CONFORM_NONE);
}

unsigned conform_caps_count(void)
{
	return conform_gives_count + conform_fields_count +
	       (conform_can_forge ? conform_returns_count : 0);
}

void conform_caps_run(void)
{
	for (unsigned i = 0; i < conform_gives_count; i++)
		conform_say(stub_is_right(&conform_gives[i]),
			    conform_gives[i].name);
	for (unsigned i = 0; i < conform_fields_count; i++)
		conform_say(fields_are_right(&conform_fields[i]),
			    conform_fields[i].name);
	for (unsigned i = 0; conform_can_forge && i < conform_returns_count; i++)
		conform_say(return_is_right(&conform_returns[i]),
			    conform_returns[i].name);
}
