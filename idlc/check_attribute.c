/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Attributes: one table says which there are, where they may stand and what
 * their arguments are.
 */
#include "base/suggest.h"
#include "check.h"
#include "errors.h"

enum argument { ARGUMENT_NONE, ARGUMENT_TEXT_OR_NONE, ARGUMENT_TEXT,
		ARGUMENT_IDEMPOTENT, ARGUMENT_VALUE };

static const struct rule {
	const char *name;
	unsigned places;
	enum argument argument;
	const char *form;
} rules[] = {
	{ "available",
	  ON_LIBRARY | ON_DECL | ON_INTERFACE | ON_MEMBER | ON_METHOD,
	  ARGUMENT_TEXT, "@available(\"1.2\")" },
	{ "deprecated",
	  ON_LIBRARY | ON_DECL | ON_INTERFACE | ON_MEMBER | ON_METHOD,
	  ARGUMENT_TEXT_OR_NONE, "@deprecated or @deprecated(\"use x\")" },
	{ "depth", ON_INTERFACE, ARGUMENT_VALUE, "@depth(64)" },
	{ "inplace", ON_METHOD | ON_PARAM, ARGUMENT_NONE, "@inplace" },
	{ "restart", ON_METHOD, ARGUMENT_IDEMPOTENT, "@restart(idempotent)" },
	{ "utf8", ON_PARAM, ARGUMENT_NONE, "@utf8" },
};

static const char *place_name(enum attribute_place place)
{
	switch (place) {
	case ON_LIBRARY:
		return "a library";
	case ON_DECL:
		return "a declaration";
	case ON_INTERFACE:
		return "an interface";
	case ON_MEMBER:
		return "a member";
	case ON_METHOD:
		return "a method";
	default:
		return "a parameter";
	}
}

static const struct rule *find_rule(struct check *check,
				    const struct ast_attribute *attribute)
{
	struct suggest suggest = suggest_start(attribute->name->text);

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		if (strcmp(rules[i].name, attribute->name->text) == 0)
			return &rules[i];
		suggest_offer(&suggest, rules[i].name);
	}
	diag_error(check->compile->diag, attribute->at, E_ATTRIBUTE_UNKNOWN,
		   "unknown attribute '@%s'%s", attribute->name->text,
		   suggest_text(&suggest, check->compile->arena));
	return NULL;
}

/* Its text if it has one, "" if none; NULL if the arguments are wrong. */
static const char *argument_text(const struct ast_attribute *attribute,
				 enum argument kind)
{
	const struct ast_argument *a = attribute->arguments;

	if (!a)
		return kind == ARGUMENT_NONE ||
		       kind == ARGUMENT_TEXT_OR_NONE ? "" : NULL;
	if (a->next || a->name || kind == ARGUMENT_NONE)
		return NULL;
	if (kind == ARGUMENT_VALUE)
		return "";
	if (kind == ARGUMENT_IDEMPOTENT)
		return a->value->kind == EXPR_PATH &&
		       strcmp(a->value->path->text, "idempotent") == 0 ?
		       "" : NULL;
	return a->value->kind == EXPR_STRING ? a->value->string : NULL;
}

static void take(struct attributes *set, const struct rule *rule,
		 const struct ast_attribute *attribute, const char *text)
{
	if (rule->argument == ARGUMENT_VALUE) {
		set->depth = attribute->arguments->value;
		return;
	}
	switch (rule->name[0]) {
	case 'a':
		set->available = text;
		break;
	case 'd':
		set->deprecated = text;
		break;
	case 'i':
		set->in_place = true;
		break;
	case 'r':
		set->idempotent = true;
		break;
	default:
		set->utf8 = true;
	}
}

struct attributes check_attributes(struct check *check,
				   const struct ast_attribute *list,
				   enum attribute_place place)
{
	struct diag *diag = check->compile->diag;
	const struct ast_attribute *seen[sizeof(rules) / sizeof(*rules)] = {
		NULL };
	struct attributes set = { 0 };

	for (const struct ast_attribute *a = list; a; a = a->next) {
		const struct rule *rule = find_rule(check, a);
		const char *text;

		if (!rule)
			continue;
		text = argument_text(a, rule->argument);
		if (!(rule->places & place)) {
			diag_error(diag, a->at, E_ATTRIBUTE_PLACE,
				   "'@%s' cannot stand before %s", rule->name,
				   place_name(place));
		} else if (seen[rule - rules]) {
			diag_error(diag, a->at, E_ATTRIBUTE_TWICE,
				   "'@%s' is given twice", rule->name);
			diag_note(diag, seen[rule - rules]->at, "first here");
		} else if (!text) {
			diag_error(diag, a->at, E_ATTRIBUTE_VALUE,
				   "the attribute is written %s", rule->form);
		} else {
			seen[rule - rules] = a;
			take(&set, rule, a, text);
		}
	}
	return set;
}
