/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What a connect statement's block says: which areas the messages go through,
 * which methods the client may call, and the constants that the server has declared with `setting`. These become
 * one block of bytes in the server's connection pages, at which its record of
 * the client points; a string is kept as its offset in the block, so that the
 * block needs no relocation.
 */
#include "front.h"

#include <vesper/abi/syscall.h>

#include "base/suggest.h"

static struct area *area_find(struct front *front, struct scope *scope,
			      const struct word *word)
{
	struct suggest suggest = suggest_start(word->text);

	for (uint32_t i = 0; i < scope->areas.count; i++) {
		struct area *area = scope->areas.items[i];
		const char *name = area->name + strlen(scope->prefix);

		suggest_offer(&suggest, name);
		if (strcmp(name, word->text) == 0)
			return area;
	}
	diag_error(front->diag, word->at, CHECK_NO_AREA,
		   "this system has no area '%s'%s", word->text,
		   suggest_text(&suggest, front->arena));
	return NULL;
}

/* The block while it is filled. */
struct constants {
	struct front *front;
	const struct provide_decl *provide;
	const struct word **given;	/* by setting; the name where it is set */
	VEC(uint8_t) bytes;
};

static void put(struct constants *constants, uint32_t offset, uint64_t value,
		uint32_t size)
{
	for (uint32_t i = 0; i < size; i++)
		constants->bytes.items[offset + i] = (uint8_t)(value >> 8 * i);
}

static void put_text(struct constants *constants, uint32_t offset,
		     const char *text)
{
	put(constants, offset, constants->bytes.count, sizeof(uint32_t));
	do
		*VEC_PUSH(constants->front->arena, &constants->bytes) =
			(uint8_t)*text;
	while (*text++);
}

static void put_setting(struct constants *constants,
			const struct setting_decl *setting, uint64_t value,
			const char *text)
{
	if (text)
		put_text(constants, setting->offset, text);
	else
		put(constants, setting->offset, value, setting->param.size);
}

static void setting_set(struct constants *constants, const struct match *match)
{
	const struct provide_decl *provide = constants->provide;
	struct front *front = constants->front;
	const struct word *name = match->statement->words;
	struct suggest suggest = suggest_start(name->text);

	for (size_t i = 0; i < provide->settings_count; i++) {
		const struct setting_decl *setting = &provide->settings[i];
		const char *text;
		uint64_t value;

		suggest_offer(&suggest, setting->param.name);
		if (setting->param.name != name->text)
			continue;
		if (constants->given[i]) {
			diag_error(front->diag, name->at, CHECK_DOUBLE,
				   "this is set already");
			diag_note(front->diag, constants->given[i]->at,
				  "the first is here");
			return;
		}
		constants->given[i] = name;
		if (word_value(front, match->arg[0], setting->param.type,
			       &value, &text))
			put_setting(constants, setting, value, text);
		return;
	}
	diag_error(front->diag, name->at, CHECK_NO_MEMBER,
		   "'%s' has no setting '%s'%s", provide->name, name->text,
		   suggest_text(&suggest, front->arena));
	diag_note(front->diag, provide->where, "it is declared here");
}

static void check_set(struct constants *constants,
		      const struct connection *connection)
{
	const struct provide_decl *provide = constants->provide;
	struct front *front = constants->front;

	for (size_t i = 0; i < provide->settings_count; i++) {
		const struct setting_decl *setting = &provide->settings[i];

		if (constants->given[i])
			continue;
		if (setting->param.has_default) {
			put_setting(constants, setting, setting->param.value,
				    setting->param.text);
			continue;
		}
		diag_error(front->diag, connection->where, CHECK_UNSET,
			   "this connection must set '%s': write { %s = VALUE; }",
			   setting->param.name, setting->param.name);
		diag_note(front->diag, setting->param.where,
			  "it is declared here");
	}
}

/* By the client's interface: what the server adds to it is not called here. */
static void method_set(struct front *front, struct connection *connection,
		       const struct word *word, uint32_t *methods)
{
	method_list list = interface_methods(front,
		connection->use->decl->interface);
	struct suggest suggest = suggest_start(word->text);

	for (uint32_t i = 0; i < list.count; i++) {
		const struct method *m = &list.items[i];

		if (m->kind == ABI_NOTE_NOTIFY)
			continue;
		suggest_offer(&suggest, m->name);
		if (m->name != word->text || m->number > ABI_METHOD_MAX)
			continue;
		methods[1 + m->number / 32] |= UINT32_C(1) << m->number % 32;
		if (m->number >= methods[0])
			methods[0] = (uint32_t)m->number + 1;
		connection->methods_text = arena_printf(front->arena, "%s%s%s",
			connection->methods_text,
			*connection->methods_text ? ", " : "", word->text);
		return;
	}
	diag_error(front->diag, word->at, CHECK_NO_MEMBER,
		   "%s has no method '%s' to be called%s",
		   connection->use->decl->interface->name, word->text,
		   suggest_text(&suggest, front->arena));
}

static void methods_set(struct front *front, struct connection *connection,
			const struct match *match)
{
	uint32_t *methods = arena_array(front->arena,
		2 + ABI_METHOD_MAX / 32, sizeof(*methods));
	const struct word *word = match->arg[0];

	connection->methods = methods;
	connection->methods_text = "";
	for (; word; word = word_next_item(word))
		method_set(front, connection, word, methods);
	connection->methods_size = sizeof(*methods) *
		(1 + (methods[0] + 31) / 32);
}

void settings_read(struct front *front, struct scope *scope,
		   struct connection *connection)
{
	const struct provide_decl *provide = connection->provide->decl;
	struct block block = block_begin(front, PLACE_CONNECT,
					 connection->statement);
	struct constants constants = { .front = front, .provide = provide };
	struct match match;

	constants.given = arena_array(front->arena, provide->settings_count,
				      sizeof(*constants.given));
	for (uint32_t i = 0; i < provide->settings_size; i++)
		*VEC_PUSH(front->arena, &constants.bytes) = 0;
	while (block_next(&block, &match)) {
		if (match.keyword->id == KEY_TO)
			connection->named_to = area_find(front, scope,
							 match.arg[0]);
		else if (match.keyword->id == KEY_FROM)
			connection->named_from = area_find(front, scope,
							   match.arg[0]);
		else if (match.keyword->id == KEY_METHODS)
			methods_set(front, connection, &match);
		else
			setting_set(&constants, &match);
	}
	check_set(&constants, connection);
	connection->constants = constants.bytes.items;
	connection->constants_size = constants.bytes.count;
}
