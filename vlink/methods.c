/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The methods of an interface by name, and which capabilities they carry. idlc
 * checks interfaces; this looks over an .idl for what policies ask, and takes
 * what it does not understand for the worst.
 */
#include "front.h"

#include <ctype.h>
#include <stdlib.h>

#define ALL_KINDS UINT32_MAX

/* The walk through one interface. */
struct walk {
	struct front *front;
	const char *at;
	const char *word;	/* the one before `at`; NULL = the end */
};

static bool walk_next(struct walk *walk)
{
	walk->word = idl_word(walk->front, &walk->at);
	return walk->word != NULL;
}

static bool is_word(const struct walk *walk, const char *text)
{
	return walk->word && strcmp(walk->word, text) == 0;
}

/* What stands behind `cap <`: an object kind of the kernel, or an interface. */
static uint32_t kind_of(const char *name)
{
#define KIND(text, type)                                                      \
	if (strcmp(name, text) == 0)                                          \
		return UINT32_C(1) << ABI_TYPE_##type;
	KIND("region", REGION)
	KIND("event", EVENT)
	KIND("irq", IRQ)
	KIND("budget", BUDGET)
	KIND("grant", GRANT)
	KIND("factory", FACTORY)
	KIND("domain", DOMAIN)
	KIND("vp", VP)
#undef KIND
	return UINT32_C(1) << ABI_TYPE_PORTAL;
}

/* Behind `own`, `copy` or `borrow`: `cap<KIND, ...>`, or a name for such a type;
   or a parameter has that name. */
static uint32_t kinds_read(struct walk *walk)
{
	struct walk ahead = *walk;

	if (!walk_next(&ahead) || !isalpha((unsigned char)*ahead.word))
		return 0;
	if (!is_word(&ahead, "cap"))
		return ALL_KINDS;
	walk_next(&ahead);
	return is_word(&ahead, "<") && walk_next(&ahead) ?
		kind_of(ahead.word) : ALL_KINDS;
}

static void parameter_read(struct walk *walk, struct kinds *kinds)
{
	if (is_word(walk, "borrow"))
		kinds->lent |= kinds_read(walk);
	else if (is_word(walk, "own") || is_word(walk, "copy"))
		kinds->kept |= kinds_read(walk);
}

/* From behind the name to the ';'. An arrow is a '-' outside of brackets. */
static void method_read(struct walk *walk, struct method *method)
{
	struct kinds *kinds = &method->takes;
	int depth = 0;

	while (walk_next(walk) && !(depth == 0 && is_word(walk, ";"))) {
		if (is_word(walk, "(") || is_word(walk, "["))
			depth++;
		else if (is_word(walk, ")") || is_word(walk, "]"))
			depth--;
		else if (depth == 0 && is_word(walk, "-"))
			kinds = &method->gives;
		else
			parameter_read(walk, kinds);
	}
}

/* "7: oneway name(": the words before the name. */
static void methods_read(struct walk *walk, method_list *list)
{
	while (walk_next(walk) && !is_word(walk, "}")) {
		struct method *method;
		enum abi_note_kind kind;
		unsigned long number = strtoul(walk->word, NULL, 0);

		if (!isdigit((unsigned char)*walk->word))
			continue;	/* an attribute */
		walk_next(walk);
		walk_next(walk);
		kind = is_word(walk, "oneway") ? ABI_NOTE_ONEWAY :
		       is_word(walk, "notify") ? ABI_NOTE_NOTIFY :
						 ABI_NOTE_CALL;
		if (kind != ABI_NOTE_CALL)
			walk_next(walk);
		if (!walk->word)
			return;
		if (is_word(walk, "reserved"))
			continue;
		method = VEC_PUSH(walk->front->arena, list);
		method->name = walk->word;
		method->kind = kind;
		method->number = number;
		method_read(walk, method);
	}
}

method_list interface_methods(struct front *front,
			      const struct interface *interface)
{
	const char *name = interface->name, *idl = interface->idl;
	method_list list = { 0 };

	for (unsigned i = 0; name && i < BASES_MAX; i++) {
		struct walk walk = { .front = front,
			.at = idl_interface(front, name, idl) };

		while (walk.at && walk_next(&walk) && !is_word(&walk, "{"))
			;
		if (is_word(&walk, "{"))
			methods_read(&walk, &list);
		name = interface_base(front, name, &idl);
	}
	return list;
}

bool interface_has(struct front *front, const struct interface *interface,
		   enum abi_note_kind kind)
{
	method_list list = interface_methods(front, interface);

	for (uint32_t i = 0; i < list.count; i++)
		if (list.items[i].kind == kind)
			return true;
	return false;
}
