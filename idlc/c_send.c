/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The sending half of a stub: a request's parameters in words, in the caller's
 * message slot, and in the fields of capabilities.
 */
#include "c.h"
#include "check.h"

static bool is_scalar(const struct type *type)
{
	return type->kind <= TYPE_BITS;
}

/* Where a parameter of a fixed size that is no scalar is found. */
static const char *dereferenced(struct c_out *out, const struct param *p)
{
	if (p->type->kind == TYPE_ARRAY)
		return p->c_name;
	return arena_printf(out->arena, "(*%s)", p->c_name);
}

/* A scalar as the bits of a word; signed ones are extended unless packed. */
static const char *word_of(struct c_out *out, const struct message *message,
			   const struct param *p)
{
	struct arena *arena = out->arena;
	bool is_packed = false;

	for (uint32_t i = 0; i < message->count; i++)
		if (&message->params[i] != p &&
		    message->params[i].place == PLACE_WORD &&
		    message->params[i].word == p->word)
			is_packed = true;
	if (!p->type->is_signed)
		return is_packed ? arena_printf(arena, "(uint64_t)%s",
						p->c_name) : p->c_name;
	if (!is_packed)
		return arena_printf(arena, "(uint64_t)%s", p->c_name);
	return arena_printf(arena, "(uint64_t)(uint%u_t)%s", p->type->bits,
			    p->c_name);
}

static void send_words(struct c_out *out, const struct message *message,
		       const struct param *p)
{
	if (is_scalar(p->type)) {
		if (p->shift)
			emit(out->emit, "m.w%u |= %s << %u;\n", p->word,
			     word_of(out, message, p), p->shift);
		else
			emit(out->emit, "m.w%u = %s;\n", p->word,
			     word_of(out, message, p));
		return;
	}
	if (!p->type->has_gaps) {
		emit(out->emit, "__builtin_memcpy(vesper_words(&m, %u), %s, "
		     "%u);\n", p->word, p->c_name, p->type->size);
		return;
	}
	emit(out->emit, "{\n");
	emit_deeper(out->emit);
	emit(out->emit, ZEROED_CLEAN,
	     c_declare(out, p->type, "clean"));
	c_copy_value(out, p->type, "clean", dereferenced(out, p), 0);
	emit(out->emit, "__builtin_memcpy(vesper_words(&m, %u), &clean, %u);"
	     "\n", p->word, p->type->size);
	emit_back(out->emit);
	emit(out->emit, "}\n");
}

static void send_string(struct c_out *out, const struct param *p,
			const char *upper)
{
	const char *n = p->c_name;
	const char *slot = p->offset ?
		arena_printf(out->arena, "to_slot + %u", p->offset) :
		"to_slot";

	c_fail(out, arena_printf(out->arena, "%s.size > %s_%s_MAX", n, upper,
				 upper_case(out->compile, p->name)),
	       "E_BOUNDS");
	emit(out->emit, "vesper_copy(%s, %s.data, %s.size);\n"
	     "m.w%u = vesper_word(%s);\n"
	     "m.w%u = %s.size;\n", slot, n, n, p->word, slot, p->word + 1, n);
}

static void send_vec(struct c_out *out, const struct param *p,
		     const char *upper)
{
	const char *count = arena_printf(out->arena, "%s_count", p->name);
	const char *slot = p->offset ?
		arena_printf(out->arena, "to_slot + %u", p->offset) :
		"to_slot";
	const struct type *element = p->type->element;

	c_fail(out, arena_printf(out->arena, "%s > %s_%s_MAX", count, upper,
				 upper_case(out->compile, p->name)),
	       "E_BOUNDS");
	if (!element->has_gaps) {
		emit(out->emit, "vesper_copy(%s, %s, %s);\n", slot,
		     p->c_name, c_content_size(out, p, count));
	} else {
		emit(out->emit, "for (uint32_t i = 0; i < %s; i++) {\n",
		     count);
		emit_deeper(out->emit);
		emit(out->emit, ZEROED_CLEAN,
		     c_declare(out, element, "clean"));
		c_copy_value(out, element, "clean", arena_printf(
			out->arena, "%s[i]", p->c_name), 0);
		emit(out->emit, "__builtin_memcpy(%s + i * sizeof(clean), "
		     "&clean, sizeof(clean));\n", slot);
		emit_back(out->emit);
		emit(out->emit, "}\n");
	}
	emit(out->emit, "m.w%u = vesper_word(%s);\nm.w%u = %s;\n", p->word,
	     slot, p->word + 1, count);
}

/* Where it lies was found when it was made; one that lies nowhere is none. */
static void send_buffer(struct c_out *out, const struct param *p)
{
	c_fail(out, arena_printf(out->arena, "vesper_buf_%s_is_none(%s)",
				 p->direction == DIRECTION_IN ? "in" : "out",
				 p->c_name), "E_BUFFER");
	emit(out->emit, "m.w%u = %s.address;\nm.w%u = %s.count;\n", p->word,
	     p->c_name, p->word + 1, p->c_name);
}

/* Whether every byte of a record is some parameter's. */
static bool is_full(const struct message *message)
{
	uint32_t size = 0;

	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		if (p->place != PLACE_RECORD)
			continue;
		if (p->type->has_gaps)
			return false;
		size += p->type->size;
	}
	return size == message->record_size;
}

/* The record is built where it travels: the slot is the caller's own. */
static void send_record(struct c_out *out, const struct message *message,
			const char *c)
{
	bool is_oneway = !message->record_word;

	if (!is_oneway)
		emit(out->emit, "record = (struct %s_record *)__builtin_assume_aligned("
	     "to_slot, 8);\n", c);
	if (!is_full(message))
		emit(out->emit, "__builtin_memset(record, 0, "
		     "sizeof(*record));\n");
	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		if (p->place != PLACE_RECORD)
			continue;
		c_copy_value(out, p->type,
			     arena_printf(out->arena, "record->%s", p->name),
			     is_scalar(p->type) ? p->c_name :
						  dereferenced(out, p), 0);
	}
	if (is_oneway)
		emit(out->emit, "__builtin_memcpy(vesper_words(&m, 1), record, "
		     "sizeof(*record));\n");
	else
		emit(out->emit, "m.w%u = vesper_word(record);\n",
		     message->record_word);
}

void c_send(struct c_out *out, const struct method *method, const char *c,
	    const char *upper)
{
	const struct message *message = &method->request;

	if (message->record_size)
		send_record(out, message, c);
	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		if (p->place == PLACE_WORD)
			send_words(out, message, p);
		else if (p->place == PLACE_SLOT &&
			 p->type->kind == TYPE_STRING)
			send_string(out, p, upper);
		else if (p->place == PLACE_SLOT)
			send_vec(out, p, upper);
		else if (p->place == PLACE_HEAP)
			send_buffer(out, p);
	}
	if (message->slot_word)
		emit(out->emit, "m.w%u = vesper_word(from_slot);\n",
		     message->slot_word);
	c_caps_send(out, message, "m", "E_CAP");
}
