/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Interfaces: their methods with numbers, parameters and errors, and what they
 * inherit.
 */
#include <stdlib.h>

#include "check.h"
#include "errors.h"
#include "limits.h"

/* While one interface is checked. */
struct interface {
	struct check *check;
	struct decl *decl;
	struct map numbers;		/* method number -> struct method */
	VEC(struct method) methods;
	VEC(struct decl *) consts;
};

static struct diag *diag_of(const struct interface *i)
{
	return i->check->compile->diag;
}

static struct decl *find_error(struct check *check, struct library *library,
			       const struct ast_path *path)
{
	struct decl *decl = find_decl(check, library, path, NULL,
				      "error domain");

	if (!decl)
		return NULL;
	if (decl->kind != DECL_ERROR) {
		diag_error(check->compile->diag, path->at, E_NOT_ERROR,
			   "'%s' is not an error domain", path->text);
		diag_note(check->compile->diag, decl->at,
			  "it is declared here");
		return NULL;
	}
	decl_resolve(check, decl, path->at);
	return decl;
}

/* ---- parameters -------------------------------------------------------- */

static void check_direction(struct interface *i, const struct ast_param *ast,
			    const struct type *type, bool is_result)
{
	if (type->kind == TYPE_BUFFER && is_result) {
		diag_error(diag_of(i), ast->type->at, E_TYPE_PLACE,
			   "a server never returns a pointer of its own; make "
			   "it a parameter 'out buffer'");
	} else if (type->kind == TYPE_BUFFER &&
		   ast->direction == DIRECTION_NONE) {
		diag_error(diag_of(i), ast->type->at, E_DIRECTION,
			   "say who fills the buffer: 'in' the client, 'out' "
			   "the server, 'inout' both");
	} else if (type->kind != TYPE_BUFFER &&
		   ast->direction != DIRECTION_NONE) {
		diag_error(diag_of(i), ast->direction_at, E_DIRECTION,
			   "only a buffer has a direction; results stand "
			   "after '->'");
	}
	if (type->kind == TYPE_BUFFER && type->element->has_rules)
		diag_error(diag_of(i), ast->type->at, E_BUFFER_ELEMENT,
			   "elements of a buffer are not checked, so they must "
			   "be values whatever their bits are; '%s' is not",
			   type_text(i->check->compile->arena,
				     type->element));
	if (type->kind == TYPE_CAP && is_result &&
	    type->ownership == OWNERSHIP_BORROW)
		diag_error(diag_of(i), ast->type->at, E_OWNERSHIP,
			   "a result cannot be borrowed: the loan would end "
			   "with the call");
}

static void check_param_attributes(struct interface *i,
				   const struct ast_param *ast,
				   const struct type *type,
				   const struct attributes *attributes)
{
	if (attributes->utf8 && type->kind != TYPE_STRING)
		diag_error(diag_of(i), ast->attributes->at, E_ATTRIBUTE_PLACE,
			   "'@utf8' is for strings");
	if (attributes->utf8 && attributes->in_place)
		diag_error(diag_of(i), ast->attributes->at, E_UTF8_PLACE,
			   "'@utf8' and '@inplace' exclude each other: the "
			   "client could change what was tested");
	if (attributes->in_place && type->kind != TYPE_STRING &&
	    type->kind != TYPE_VEC)
		diag_error(diag_of(i), ast->attributes->at, E_ATTRIBUTE_PLACE,
			   "'@inplace' is for strings and vecs");
}

/* Names that generated functions use themselves get a '_' in C. */
static const char *param_c_name(struct compile *compile, const char *name)
{
	static const char *const taken[] = {
		"self", "client", "m", "status", "to_slot", "from_slot",
		"request", "reply", "attempt", "record", "sent", "answer",
		"again", "until",
	};

	for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); i++)
		if (strcmp(taken[i], name) == 0)
			return arena_printf(compile->arena, "%s_", name);
	return name;
}

static bool check_param(struct interface *i, const struct ast_param *ast,
			bool is_result, struct param *param)
{
	struct decl *decl = i->decl;
	const struct type *type = check_type(i->check, decl->library,
					     ast->type, USE_PARAM, decl);

	param->name = ast->name->text;
	param->c_name = param_c_name(i->check->compile, param->name);
	param->at = ast->name->at;
	param->doc = ast_doc(decl->library->ast, ast->at);
	param->attributes = check_attributes(i->check, ast->attributes,
					     ON_PARAM);
	param->direction = ast->direction;
	param->type = type;
	check_name(i->check, ast->name);
	check_bare_name(i->check, ast->name);
	if (!type)
		return false;
	check_direction(i, ast, type, is_result);
	check_param_attributes(i, ast, type, &param->attributes);
	return true;
}

/* `names` holds those of the whole method: in C they are one list. */
static bool check_params(struct interface *i, const struct ast_param *list,
			 bool is_result, struct map *names,
			 struct message *message)
{
	struct arena *arena = i->check->compile->arena;
	uint32_t count = 0;
	bool ok = true;

	for (const struct ast_param *p = list; p; p = p->next)
		count++;
	if (count > LIMIT_PARAMS) {
		diag_error(diag_of(i), list->at, E_PARAMS_MANY,
			   "%u %s; at most %d are allowed: use a struct",
			   count, is_result ? "results" : "parameters",
			   LIMIT_PARAMS);
		return false;
	}
	message->params = arena_array(arena, count, sizeof(struct param));
	for (const struct ast_param *p = list; p; p = p->next) {
		struct param *new = &message->params[message->count], *old;

		if (!check_param(i, p, is_result, new))
			ok = false;
		message->count++;
		old = map_add(names, arena, map_name(new->name), new);
		if (!old)
			continue;
		diag_error(diag_of(i), new->at, E_NAME_TWICE,
			   "this method has '%s' already", new->name);
		diag_note(diag_of(i), old->at, "first here");
		ok = false;
	}
	return ok;
}

/* ---- methods ----------------------------------------------------------- */

static bool check_number(struct interface *i, const struct ast_method *ast,
			 uint32_t *number)
{
	const struct ast_range *r = ast->numbers;
	uint64_t value = r->first->integer;

	if (r->next || r->last) {
		diag_error(diag_of(i), r->at, E_METHOD_NUMBER,
			   "a method has one number");
		return false;
	}
	if (value == 0 || value > LIMIT_METHOD) {
		diag_error(diag_of(i), r->at, E_METHOD_NUMBER,
			   "%llu is no method number; they go from 1 to %d",
			   (unsigned long long)value, LIMIT_METHOD);
		return false;
	}
	if (ast->kind == METHOD_NOTIFY && value > LIMIT_NOTIFY) {
		diag_error(diag_of(i), r->at, E_NOTIFY_NUMBER,
			   "a notify is one of 64 bits: its number is at most "
			   "%d", LIMIT_NOTIFY);
		return false;
	}
	*number = (uint32_t)value;
	return !is_reserved_number(i->check, i->decl,
				   (struct value){ .bits = value }, r->at);
}

static bool is_fixed(const struct type *type)
{
	return type->kind <= TYPE_ARRAY;
}

/* One-way methods have no results, and records of a fixed size. */
static void check_one_way(struct interface *i, const struct ast_method *ast,
			  const struct method *method)
{
	bool is_notify = ast->kind == METHOD_NOTIFY;
	unsigned number = is_notify ? E_NOTIFY : E_ONEWAY;
	const char *what = is_notify ? "notify" : "oneway method";

	if (ast->results)
		diag_error(diag_of(i), ast->results->at, number,
			   "a %s has no results: nobody waits for them", what);
	if (ast->error)
		diag_error(diag_of(i), ast->error->at, number,
			   "a %s has no errors: nobody waits for them", what);
	for (uint32_t p = 0; p < method->request.count; p++) {
		const struct param *param = &method->request.params[p];

		if (param->type && !is_fixed(param->type))
			diag_error(diag_of(i), param->at, number,
				   "a %s carries values of a fixed size only",
				   what);
	}
}

static void add_method_names(struct interface *i, const struct method *m)
{
	static const char *const forms[][2] = {
		{ "_", "" }, { "_serve_", "" }, { "_", "_check" }, { "_notify_", "" },
		{ "_", "_request" }, { "_", "_run" }, { "_", "_reply" },
		{ "_", "_reply_check" }, { "_", "_record" },
		{ "_", "_reply_record" }, { "_", "_answer" },
	};

	struct span *at = ARENA_NEW(i->check->compile->arena, struct span);
	char name[2 * LIMIT_QUALIFIED + 2 * LIMIT_NAME];

	*at = m->at;
	for (size_t f = 0; f < sizeof(forms) / sizeof(*forms); f++) {
		snprintf(name, sizeof(name), "%s%s%s%s", i->decl->c_name,
			 forms[f][0], m->name, forms[f][1]);
		add_c_name(i->check, name, at);
	}
}

/* Names that an interface has in C beside those of its methods. */
static void add_interface_names(struct interface *i)
{
	static const char *const endings[] = {
		"owned", "borrowed", "plain_lend", "owned_lend", "dispatch",
		"drain", "note",
	};
	struct compile *compile = i->check->compile;

	for (size_t e = 0; e < sizeof(endings) / sizeof(*endings); e++)
		add_c_name(i->check, arena_printf(compile->arena, "%s_%s",
						  i->decl->c_name, endings[e]),
			   &i->decl->at);
}

/* Take a method in; reports a number that is there already. */
static void add_method(struct interface *i, const struct method *method,
		       struct span number_at)
{
	struct arena *arena = i->check->compile->arena;
	struct method *copy = ARENA_NEW(arena, struct method), *old;

	*copy = *method;
	old = map_add(&i->numbers, arena, method->number, copy);
	if (old) {
		diag_error(diag_of(i), number_at, E_NUMBER_TWICE,
			   "number %u is '%s' already", old->number,
			   old->name);
		diag_note(diag_of(i), old->at, "it is declared here");
		i->decl->is_bad = true;
		return;
	}
	*VEC_PUSH(arena, &i->methods) = *copy;
}

/* Take a name in; methods and constants share one set. */
static void add_name(struct interface *i, const struct ast_name *name)
{
	struct span *at = ARENA_NEW(i->check->compile->arena, struct span);
	struct span *old;

	*at = name->at;
	old = map_add(&i->decl->names, i->check->compile->arena,
		      map_name(name->text), at);
	if (!old)
		return;
	diag_error(diag_of(i), name->at, E_NAME_TWICE,
		   "'%s' is in '%s' already", name->text, i->decl->name);
	diag_note(diag_of(i), *old, "first here");
	i->decl->is_bad = true;
}

static void check_method(struct interface *i, const struct ast_method *ast)
{
	struct decl *decl = i->decl;
	struct method method = { .kind = ast->kind, .interface = decl };
	struct map names = { 0 };
	bool ok = check_number(i, ast, &method.number);

	method.name = ast->name->text;
	method.at = ast->name->at;
	method.doc = ast_doc(decl->library->ast, ast->at);
	method.attributes = check_attributes(i->check, ast->attributes,
					     ON_METHOD);
	ok &= check_name(i->check, ast->name);
	ok &= !is_reserved_name(i->check, decl, ast->name);
	add_name(i, ast->name);
	method.error = decl->error;
	if (ast->error)
		method.error = find_error(i->check, decl->library, ast->error);
	if (ast->kind != METHOD_CALL)
		method.error = NULL;
	ok &= check_params(i, ast->params, false, &names, &method.request);
	ok &= check_params(i, ast->results, true, &names, &method.reply);
	if (ast->kind != METHOD_CALL)
		check_one_way(i, ast, &method);
	if (method.attributes.idempotent && ast->kind != METHOD_CALL)
		diag_error(diag_of(i), ast->attributes->at, E_ATTRIBUTE_PLACE,
			   "'@restart' is for methods that are called");
	if (method.attributes.in_place)
		for (uint32_t p = 0; p < method.request.count; p++)
			method.request.params[p].attributes.in_place = true;
	if (!ok) {
		decl->is_bad = true;
		return;
	}
	add_method(i, &method, ast->numbers->at);
	add_method_names(i, &method);
}

/* ---- interfaces -------------------------------------------------------- */

static void inherit(struct interface *i, const struct ast_path *path)
{
	struct decl *base = find_decl(i->check, i->decl->library, path, NULL,
				      "interface");

	if (!base) {
		i->decl->is_bad = true;
		return;
	}
	if (base->kind != DECL_INTERFACE) {
		diag_error(diag_of(i), path->at, E_NOT_INTERFACE,
			   "'%s' is not an interface", path->text);
		diag_note(diag_of(i), base->at, "it is declared here");
		i->decl->is_bad = true;
		return;
	}
	decl_resolve(i->check, base, path->at);
	if (base->is_bad) {
		i->decl->is_bad = true;
		return;
	}
	i->decl->base = base;
	for (uint32_t m = 0; m < base->method_count; m++) {
		const struct method *method = &base->methods[m];
		struct ast_name name = { method->name, method->at, NULL };

		add_name(i, &name);
		add_method(i, method, method->at);
		add_method_names(i, method);
	}
}

static void check_const(struct interface *i, struct ast_decl *ast)
{
	struct compile *compile = i->check->compile;
	struct decl *owner = i->decl;
	struct decl *decl = ARENA_NEW(compile->arena, struct decl);

	decl->kind = DECL_CONST;
	decl->name = ast->name->text;
	decl->at = ast->name->at;
	decl->ast = ast;
	decl->library = owner->library;
	decl->owner = owner;
	decl->full_name = arena_printf(compile->arena, "%s.%s",
				       owner->full_name, decl->name);
	decl->c_name = arena_printf(compile->arena, "%s_%s", owner->c_upper,
				    decl->name);
	decl->c_upper = decl->c_name;
	decl->doc = ast_doc(owner->library->ast, ast->at);
	check_name(i->check, ast->name);
	add_name(i, ast->name);
	add_c_name(i->check, decl->c_name, &decl->at);
	*VEC_PUSH(compile->arena, &i->consts) = decl;
	owner->consts = i->consts.items;
	owner->const_count = i->consts.count;
}

static int compare_methods(const void *left, const void *right)
{
	const struct method *a = left, *b = right;

	return a->number < b->number ? -1 : a->number > b->number;
}

/* How many records the ring of its one-way messages has. */
static void check_ring(struct interface *i)
{
	struct decl *decl = i->decl;
	const struct ast_expr *depth = decl->attributes.depth;
	uint32_t oneway = 0;

	for (uint32_t m = 0; m < i->methods.count; m++)
		oneway += i->methods.items[m].kind == METHOD_ONEWAY;
	if (oneway)
		decl->ring_depth = decl->base && decl->base->ring_depth ?
			decl->base->ring_depth : RING_DEPTH;
	if (!depth)
		return;
	if (!oneway) {
		diag_error(diag_of(i), decl->at, E_RING_DEPTH,
			   "'@depth' is for interfaces with oneway methods");
		return;
	}
	if (!check_count(i->check, decl->library, depth, NULL, LIMIT_RING,
			 "a ring", &decl->ring_depth))
		return;
	if (decl->ring_depth & (decl->ring_depth - 1))
		diag_error(diag_of(i), depth->at, E_RING_DEPTH,
			   "a ring of %u; it must be a power of two",
			   decl->ring_depth);
}

void check_interface(struct check *check, struct decl *decl)
{
	struct interface i = { .check = check, .decl = decl };
	const struct ast_decl *ast = decl->ast;

	add_interface_names(&i);
	if (ast->base)
		inherit(&i, ast->base);
	if (ast->error) {
		decl->error = find_error(check, decl->library, ast->error);
		decl->is_bad |= !decl->error;
	}
	for (struct ast_decl *c = ast->consts; c; c = c->next)
		check_const(&i, c);
	for (uint32_t c = 0; c < decl->const_count; c++)
		decl_resolve(check, decl->consts[c], decl->consts[c]->at);
	for (const struct ast_method *m = ast->methods; m; m = m->next) {
		if (!m->name)
			add_reserved(check, decl, m->numbers,
				     m->reserved_names, builtin_type("u32"),
				     m->at);
		if (!m->name && m->attributes)
			diag_error(check->compile->diag, m->attributes->at,
				   E_ATTRIBUTE_PLACE,
				   "what is reserved has no attributes");
	}
	for (const struct ast_method *m = ast->methods; m; m = m->next)
		if (m->name)
			check_method(&i, m);
	if (i.methods.count == 0 && !decl->is_bad) {
		diag_error(check->compile->diag, decl->at, E_MEMBERS_NONE,
			   "'%s' has no methods", decl->name);
		decl->is_bad = true;
	}
	check_ring(&i);
	decl->methods = i.methods.items;
	decl->method_count = i.methods.count;
	if (decl->method_count)
		qsort(decl->methods, decl->method_count,
		      sizeof(*decl->methods), compare_methods);
}
