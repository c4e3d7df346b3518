/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The kernel's part in a call that carries capabilities, as far as generated
 * code can see it (kernel/core/transfer.c).
 */
#include <vesper/transfer.h>

#include <string.h>

enum { LANDING = VESPER_HOST_SLOTS - ABI_FIELDS };

static struct held {
	enum abi_type type;
	unsigned rights;
	const char *interface;
	bool is_lent, is_landed; /* landed: moved here, not kept yet */
	uint64_t address, pages; /* of a region */
	uint64_t flags;		/* ABI_CAP_GRANTED: so it was told */
} table[VESPER_HOST_SLOTS];

static unsigned field_of(uint64_t fields, unsigned i)
{
	return (unsigned)(fields >> ABI_FIELD_SHIFT(i)) & 0xffffu;
}

static bool is_empty(uint64_t slot)
{
	return slot >= VESPER_HOST_SLOTS || table[slot].type == ABI_TYPE_NONE;
}

/* Two fields with one slot would be one landing slot, or a move twice. */
static bool repeats(uint64_t fields, unsigned i)
{
	unsigned slot = field_of(fields, i) & ABI_FIELD_SLOT;

	for (unsigned j = 0; slot && j < i; j++)
		if ((field_of(fields, j) & ABI_FIELD_SLOT) == slot)
			return true;
	return false;
}

/* Whether what a field names can be sent to, or land in, `slot`. */
static vesper_status check(unsigned field, uint64_t slot)
{
	unsigned mode = field & ABI_FIELD_MODE;
	unsigned own = field & ABI_FIELD_SLOT;

	if (field == 0)
		return OK;
	if (mode == 0)
		return own < VESPER_HOST_SLOTS && is_empty(own) ? OK :
								  E_OCCUPIED;
	if (is_empty(own))
		return E_SLOT;
	if (mode != ABI_FIELD_BORROW &&
	    (table[own].is_lent || table[own].is_landed))
		return E_STATE;
	if (mode != ABI_FIELD_BORROW && !(table[own].rights & ABI_RIGHT_SHARE))
		return E_RIGHTS;
	return is_empty(slot) ? OK : E_OCCUPIED;
}

/* Returns the field as it is seen where it lands. */
static uint64_t deliver(unsigned field, uint64_t slot, unsigned i)
{
	struct held *from = &table[field & ABI_FIELD_SLOT];

	table[slot] = *from;
	table[slot].is_lent |= (field & ABI_FIELD_MODE) == ABI_FIELD_BORROW;
	if ((field & ABI_FIELD_MODE) == ABI_FIELD_MOVE)
		*from = (struct held){ 0 };
	return (uint64_t)(table[slot].type | table[slot].rights << 8) <<
	       ABI_FIELD_SHIFT(i);
}

static vesper_status send(uint64_t fields, struct held moved[ABI_FIELDS],
			  uint64_t *seen)
{
	vesper_status status = OK;

	for (unsigned i = 0; i < ABI_FIELDS && status == OK; i++)
		status = repeats(fields, i) ? E_VALUE :
			check(field_of(fields, i), LANDING + i);
	for (unsigned i = 0; i < ABI_FIELDS && status == OK; i++) {
		unsigned field = field_of(fields, i);

		if (!(field & ABI_FIELD_MODE))
			continue;
		moved[i] = table[field & ABI_FIELD_SLOT];
		*seen |= deliver(field, LANDING + i, i);
		table[LANDING + i].is_landed =
			(field & ABI_FIELD_MODE) == ABI_FIELD_MOVE;
	}
	return status;
}

/* The slot of the caller's for the next result, or 0. */
static unsigned result_slot(uint64_t fields, unsigned *next)
{
	while (*next < ABI_FIELDS) {
		unsigned field = field_of(fields, (*next)++);

		if (field && !(field & ABI_FIELD_MODE))
			return field;
	}
	return 0;
}

static vesper_status reply(uint64_t fields, uint64_t results, uint64_t *seen)
{
	unsigned next = 0;

	for (unsigned i = 0; i < ABI_FIELDS; i++) {
		unsigned field = field_of(results, i), slot;

		if (!field)
			continue;
		slot = result_slot(fields, &next);
		if (!slot || (field & ABI_FIELD_MODE) == ABI_FIELD_BORROW ||
		    repeats(results, i) || check(field, slot) != OK)
			return E_SERVER;
		*seen |= deliver(field, slot, next - 1);
	}
	return OK;
}

static void end(uint64_t fields, const struct held moved[ABI_FIELDS],
		vesper_status status)
{
	for (unsigned i = 0; i < ABI_FIELDS; i++) {
		unsigned field = field_of(fields, i);

		if ((field & ABI_FIELD_MODE) == ABI_FIELD_MOVE &&
		    status != OK && table[LANDING + i].is_landed)
			table[field & ABI_FIELD_SLOT] = moved[i];
		table[LANDING + i] = (struct held){ 0 };
	}
}

vesper_status vesper_call_cap(uint64_t slot, uint64_t method,
			      struct vesper_message *m, uint64_t *fields)
{
	struct held moved[ABI_FIELDS] = { 0 };
	uint64_t sent = *fields, seen = 0;
	vesper_status status;

	m->caps = 0;
	status = send(sent, moved, &m->caps);
	if (status == OK)
		status = vesper_call(slot, method, m);
	else
		*m = (struct vesper_message){ 0 };
	if (status == OK)
		status = reply(sent, m->caps, &seen);
	end(sent, moved, status);
	*fields = seen;
	return status;
}

vesper_status vesper_cap_move(uint64_t slot, uint64_t free_slot)
{
	if (is_empty(slot))
		return E_SLOT;
	if (free_slot >= VESPER_HOST_SLOTS || !is_empty(free_slot))
		return E_OCCUPIED;
	if (table[slot].is_lent)
		return E_STATE;
	table[free_slot] = table[slot];
	table[free_slot].is_landed = false;
	table[slot] = (struct held){ 0 };
	return OK;
}

vesper_status vesper_cap_copy(uint64_t slot, uint64_t free_slot,
			      uint64_t rights)
{
	if (is_empty(slot))
		return E_SLOT;
	if (free_slot >= VESPER_HOST_SLOTS || !is_empty(free_slot))
		return E_OCCUPIED;
	if (table[slot].is_lent || table[slot].is_landed)
		return E_STATE;
	table[free_slot] = table[slot];
	table[free_slot].rights &= (unsigned)rights;
	return OK;
}

vesper_status vesper_cap_mint(uint64_t slot, uint64_t free_slot,
			      uint64_t rights, uint32_t badge)
{
	(void)badge;
	if (!is_empty(slot) && !(table[slot].rights & ABI_RIGHT_CONTROL))
		return E_RIGHTS;
	return vesper_cap_copy(slot, free_slot, rights);
}

vesper_status vesper_cap_info(uint64_t slot, struct vesper_message *m)
{
	const struct held *held = &table[slot % VESPER_HOST_SLOTS];

	*m = (struct vesper_message){ 0 };
	if (is_empty(slot))
		return E_SLOT;
	m->w1 = held->type;
	m->w2 = held->rights;
	m->w3 = held->address;
	m->w4 = held->pages;
	m->w5 = held->flags | (held->is_lent ? ABI_CAP_LENT : 0u);
	return OK;
}

void vesper_host_region(uint64_t slot, unsigned rights, uint64_t address,
			uint64_t pages, uint64_t flags)
{
	table[slot % VESPER_HOST_SLOTS] = (struct held){
		.type = ABI_TYPE_REGION, .rights = rights, .address = address,
		.pages = pages, .flags = flags };
}

vesper_status vesper_cap_delete(uint64_t slot)
{
	if (is_empty(slot))
		return E_SLOT;
	table[slot] = (struct held){ 0 };
	return OK;
}

uint64_t vesper_landed(unsigned i)
{
	return LANDING + i;
}

bool vesper_host_serves(uint64_t slot, const char *interface)
{
	return !is_empty(slot) && table[slot].interface &&
	       (strcmp(table[slot].interface, "*") == 0 ||
		strcmp(table[slot].interface, interface) == 0);
}

void vesper_host_cap(uint64_t slot, enum abi_type type, unsigned rights,
		     const char *interface)
{
	table[slot % VESPER_HOST_SLOTS] =
		(struct held){ .type = type, .rights = rights,
			       .interface = interface };
}

enum abi_type vesper_host_type(uint64_t slot)
{
	return is_empty(slot) ? ABI_TYPE_NONE : table[slot].type;
}

unsigned vesper_host_rights(uint64_t slot)
{
	return is_empty(slot) ? 0 : table[slot].rights;
}
