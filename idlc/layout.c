/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Layout of messages. In order, until it fits in seven words:
 *
 *	1. each parameter of a fixed size takes words of its own;
 *	2. neighbouring scalars share words, each aligned to its size;
 *	3. all data of a fixed size goes into one record in the message slot:
 *	   one word in a request, none in a reply.
 *
 * A reply that fits in one word by the second is packed at once.
 * Strings, vecs and buffers take two words in a request (address, length); in
 * a reply one (length), their bytes are at a fixed place of the client's slot
 * in `from`, whose address is a hidden last word of the request. Capabilities
 * take no words.
 */
#include "errors.h"
#include "layout.h"
#include "limits.h"

enum step { STEP_WORDS, STEP_PACKED, STEP_RECORD };

/* sizeof(struct vesper_ring), vesper_record, vesper_head and vesper_cell */
enum { ASYNC_LINE = 64 };
enum { SLOT_ALIGN = 16 };	/* of a message slot; its parts: 8 */

static uint32_t align_up(uint32_t value, uint32_t align)
{
	return (value + align - 1) / align * align;
}

static bool is_fixed(const struct type *type)
{
	return type->kind <= TYPE_ARRAY;
}

static bool is_scalar(const struct type *type)
{
	return type->kind <= TYPE_BITS;
}

/* Bytes that a string, vec or buffer has at most. */
static uint32_t content_size(const struct type *type)
{
	return type->kind == TYPE_STRING ? type->count :
		type->count * type->element->size;
}

static void place_fixed(struct message *message, struct param *p,
			enum step step, uint32_t *shift)
{
	uint32_t bits = p->type->size * 8;

	if (step == STEP_RECORD) {
		p->place = PLACE_RECORD;
		p->offset = align_up(message->record_size, p->type->align);
		message->record_size = p->offset + p->type->size;
		return;
	}
	p->place = PLACE_WORD;
	p->shift = 0;
	if (step == STEP_PACKED && is_scalar(p->type)) {
		uint32_t at = align_up(*shift, bits);

		if (*shift && at + bits <= 64) {
			p->word = message->words;
			p->words = 1;
			p->shift = at;
			*shift = at + bits;
			return;
		}
		*shift = bits;
	} else {
		*shift = 0;
	}
	p->words = (p->type->size + 7) / 8;
	p->word = message->words + 1;
	message->words += p->words;
}

static void place_content(struct message *message, struct param *p,
			  bool is_reply)
{
	p->place = p->type->kind == TYPE_BUFFER ? PLACE_HEAP : PLACE_SLOT;
	p->word = message->words + 1;
	p->words = is_reply ? 1 : 2;
	message->words += p->words;
}

static void place_all(struct message *message, enum step step, bool is_reply)
{
	uint32_t shift = 0;

	message->words = 0;
	message->record_size = 0;
	message->record_word = 0;
	message->caps = 0;
	if (step == STEP_RECORD && !is_reply)
		message->record_word = ++message->words;
	for (uint32_t i = 0; i < message->count; i++) {
		struct param *p = &message->params[i];

		if (p->type->kind == TYPE_CAP) {
			p->place = PLACE_CAP;
			p->cap = message->caps++;
		} else if (is_fixed(p->type)) {
			place_fixed(message, p, step, &shift);
		} else {
			place_content(message, p, is_reply);
			shift = 0;
		}
	}
}

/* Where in the slot everything lies that is not in words. */
static void place_in_slot(struct message *message, bool is_reply)
{
	message->record_size = align_up(message->record_size, 8);
	message->slot_size = message->record_size;
	message->slack = message->record_size;
	message->copied = message->record_size;
	for (uint32_t i = 0; i < message->count; i++) {
		struct param *p = &message->params[i];
		uint32_t size;

		if (p->place != PLACE_SLOT)
			continue;
		size = content_size(p->type);
		/* A server that writes in place closes a string by a NUL. */
		if (is_reply && p->attributes.in_place &&
		    p->type->kind == TYPE_STRING)
			size++;
		p->offset = align_up(message->slot_size, 8);
		message->slot_size = p->offset + size;
		if (size > message->slack)
			message->slack = size;
		p->is_copied = !p->attributes.in_place &&
			(p->type->kind == TYPE_STRING ||
			 p->type->element->has_rules);
		message->copied += p->is_copied ? size : 0;
	}
}

static bool has_content(const struct message *message)
{
	for (uint32_t i = 0; i < message->count; i++)
		if (!is_fixed(message->params[i].type) &&
		    message->params[i].type->kind != TYPE_CAP)
			return true;
	return false;
}

/*
 * The reply first: whether it uses a slot is a word of the request. Results of
 * eight bytes or less are one word, which a client's function can return beside
 * the status.
 */
static bool place_reply(struct message *reply)
{
	place_all(reply, STEP_PACKED, true);
	if (reply->words <= 1)
		return true;
	for (enum step step = STEP_WORDS; step <= STEP_RECORD; step++) {
		place_all(reply, step, true);
		if (reply->words <= LIMIT_WORDS)
			return true;
	}
	return false;
}

static bool place_request(struct message *request, bool has_slot_word)
{
	uint32_t room = LIMIT_WORDS - has_slot_word;

	for (enum step step = STEP_WORDS; step <= STEP_RECORD; step++) {
		place_all(request, step, false);
		if (request->words <= room) {
			if (has_slot_word)
				request->slot_word = ++request->words;
			return true;
		}
	}
	request->words += has_slot_word;
	return false;
}

static void report_words(struct check *check, const struct method *method,
			 const struct message *message, const char *what)
{
	diag_error(check->compile->diag, method->at, E_WORDS,
		   "the %s of '%s' needs %u words; a message has %d", what,
		   method->name, message->words, LIMIT_WORDS);
	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		if (p->place == PLACE_SLOT || p->place == PLACE_HEAP)
			diag_note(check->compile->diag, p->at,
				  "'%s' takes %u", p->name, p->words);
	}
}

static void check_message(struct check *check, const struct method *method,
			  const struct message *message, const char *what)
{
	if (message->copied > LIMIT_COPY)
		diag_error(check->compile->diag, method->at, E_COPY,
			   "the server would copy %u bytes of the %s of '%s' "
			   "to its stack; at most %d are: mark large strings "
			   "and vecs '@inplace'", message->copied, what,
			   method->name, LIMIT_COPY);
	if (message->slot_size > LIMIT_TYPE_SIZE)
		diag_error(check->compile->diag, method->at, E_SIZE_LARGE,
			   "the %s of '%s' takes %u bytes of a message slot; "
			   "at most %d are allowed", what, method->name,
			   message->slot_size, LIMIT_TYPE_SIZE);
}

/* Results land in the order of their slots: one left out would move the next. */
static void check_optional(struct check *check, const struct message *reply)
{
	for (uint32_t i = 0; i < reply->count; i++) {
		const struct param *p = &reply->params[i];

		if (p->place == PLACE_CAP && p->type->is_optional &&
		    p->cap + 1 < reply->caps)
			diag_error(check->compile->diag, p->at,
				   E_OPTIONAL_LAST, "only the last capability "
				   "of the results can be left out");
	}
}

static void layout_call(struct check *check, struct method *method)
{
	struct message *request = &method->request, *reply = &method->reply;
	bool reply_fits = place_reply(reply);

	if (!reply_fits)
		report_words(check, method, reply, "reply");
	if (!place_request(request, has_content(reply) ||
				    reply->record_size > 0))
		report_words(check, method, request, "request");
	place_in_slot(request, false);
	place_in_slot(reply, true);
	check_message(check, method, request, "request");
	check_message(check, method, reply, "reply");
	check_optional(check, reply);
	if (request->caps + reply->caps > LIMIT_CAPS)
		diag_error(check->compile->diag, method->at, E_CAPS,
			   "'%s' has %u capabilities there and back; a call "
			   "has room for %d", method->name,
			   request->caps + reply->caps, LIMIT_CAPS);
}

/* A oneway method's parameters are a record of 64 bytes with its number. */
static void layout_oneway(struct check *check, struct method *method)
{
	struct message *request = &method->request;

	place_all(request, STEP_RECORD, true);
	request->record_size = align_up(request->record_size, 8);
	if (request->record_size > LIMIT_RECORD)
		diag_error(check->compile->diag, method->at, E_RECORD,
			   "the record of '%s' has %u bytes; it has room for "
			   "%d", method->name, request->record_size,
			   LIMIT_RECORD);
}

/* The parameters of a notify are words of a cell. */
static void layout_notify(struct check *check, struct method *method)
{
	struct message *request = &method->request;

	for (enum step step = STEP_WORDS; step < STEP_RECORD; step++) {
		place_all(request, step, false);
		if (request->words <= LIMIT_WORDS)
			return;
	}
	diag_error(check->compile->diag, method->at, E_NOTIFY,
		   "the parameters of '%s' need %u words; a notify has %d",
		   method->name, request->words, LIMIT_WORDS);
}

static void layout_method(struct check *check, struct method *method)
{
	if (method->kind == METHOD_ONEWAY)
		layout_oneway(check, method);
	else if (method->kind == METHOD_NOTIFY)
		layout_notify(check, method);
	else
		layout_call(check, method);
	method->hash = method_hash(method);
}

static void maximum(uint32_t *value, uint32_t other)
{
	if (other > *value)
		*value = other;
}

static uint32_t count_kind(const struct decl *decl, enum ast_method_kind kind)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < decl->method_count; i++)
		count += decl->methods[i].kind == kind;
	return count;
}

/* A base's cells come first: to its clients the others are not there. */
static uint32_t cell_of(const struct method *method)
{
	const struct decl *owner = method->interface;
	uint32_t cell = owner->base ? count_kind(owner->base, METHOD_NOTIFY) : 0;

	for (uint32_t i = 0; i < owner->method_count; i++) {
		const struct method *other = &owner->methods[i];

		cell += other->kind == METHOD_NOTIFY &&
			other->interface == owner &&
			other->number < method->number;
	}
	return cell;
}

/* Rings and cells lie before the message slots (runtime: vesper/ring.h). */
static void place_async(struct decl *decl)
{
	uint32_t cells = count_kind(decl, METHOD_NOTIFY);

	decl->to_head = decl->ring_depth ?
		ASYNC_LINE * (1 + decl->ring_depth) : 0;
	decl->from_head = decl->ring_depth || cells ? ASYNC_LINE * (1 + cells) : 0;
}

static void layout_interface(struct check *check, struct decl *decl)
{
	for (uint32_t i = 0; i < decl->method_count; i++) {
		struct method *method = &decl->methods[i];
		const struct message *request = &method->request;

		if (method->kind == METHOD_NOTIFY)
			method->cell = cell_of(method);
		layout_method(check, method);
		if (method->kind != METHOD_CALL)
			continue;
		maximum(&decl->to_slot, request->slot_size);
		maximum(&decl->from_slot, method->reply.slot_size);
		maximum(&decl->to_slack, request->slack);
		maximum(&decl->from_slack, method->reply.slot_size);
		for (uint32_t p = 0; p < request->count; p++) {
			const struct param *param = &request->params[p];

			if (param->place == PLACE_HEAP)
				maximum(param->direction == DIRECTION_IN ?
					&decl->to_slack : &decl->from_slack,
					content_size(param->type));
		}
	}
	place_async(decl);
	decl->to_slot = decl->to_head + align_up(decl->to_slot, SLOT_ALIGN);
	decl->from_slot = decl->from_head +
			  align_up(decl->from_slot, SLOT_ALIGN);
}

void layout_model(struct check *check)
{
	struct library *library = check->model->main;

	for (uint32_t i = 0; i < library->decl_count; i++)
		if (library->decls[i]->kind == DECL_INTERFACE &&
		    !library->decls[i]->is_bad)
			layout_interface(check, library->decls[i]);
}
