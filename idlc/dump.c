/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Tokens and trees as text.
 */
#include "dump.h"

void dump_tokens(const struct compile *compile, const struct tokens *tokens,
		 struct emit *e)
{
	for (uint32_t i = 0; i < tokens->list.count; i++) {
		const struct token *t = &tokens->list.items[i];
		struct source_place p = source_place(compile->sources,
						     t->at.begin);
		struct source_file *file = source_file_at(compile->sources,
							  t->at.begin);

		emit(e, "%u:%u\t%s\t%.*s\n", p.line, p.column,
		     token_kind_name(t->kind),
		     (int)(t->at.end - t->at.begin),
		     file->text + (t->at.begin - file->base));
	}
}

static void expr(struct emit *e, const struct ast_expr *x)
{
	static const char *const names[] = {
		"", "", "", "-", "~", "+", "-", "*", "/", "%", "<<", ">>",
		"|", "&",
	};

	if (x->kind == EXPR_INTEGER) {
		emit(e, "%llu", (unsigned long long)x->integer);
	} else if (x->kind == EXPR_STRING) {
		emit(e, "\"%s\"", x->string);
	} else if (x->kind == EXPR_PATH) {
		emit(e, "%s", x->path->text);
	} else {
		emit(e, "(%s ", names[x->kind]);
		expr(e, x->left);
		if (x->right) {
			emit(e, " ");
			expr(e, x->right);
		}
		emit(e, ")");
	}
}

static void type(struct emit *e, const struct ast_type *t)
{
	static const char *const names[] = { "", "array", "string", "vec",
					     "buffer", "cap", "optional" };
	static const char *const owners[] = { "", " own", " borrow", " copy" };

	if (t->kind == AST_TYPE_NAME) {
		emit(e, "%s%s%s", owners[t->ownership] +
		     (t->ownership != OWNERSHIP_NONE),
		     t->ownership ? " " : "", t->path->text);
		return;
	}
	emit(e, "(%s%s", names[t->kind], owners[t->ownership]);
	if (t->element) {
		emit(e, " ");
		type(e, t->element);
	}
	if (t->path)
		emit(e, " %s", t->path->text);
	if (t->count) {
		emit(e, " ");
		expr(e, t->count);
	}
	if (t->rights) {
		emit(e, " ");
		expr(e, t->rights);
	}
	emit(e, ")");
}

static void attributes(struct emit *e, const struct ast_attribute *list)
{
	for (; list; list = list->next) {
		emit(e, " @%s", list->name->text);
		for (const struct ast_argument *a = list->arguments; a;
		     a = a->next) {
			emit(e, a == list->arguments ? "(" : " ");
			if (a->name)
				emit(e, "%s=", a->name->text);
			expr(e, a->value);
			emit(e, a->next ? "" : ")");
		}
	}
}

static void ranges(struct emit *e, const struct ast_range *list)
{
	for (; list; list = list->next) {
		emit(e, " ");
		expr(e, list->first);
		if (list->last) {
			emit(e, "..");
			expr(e, list->last);
		}
	}
}

static void member(struct emit *e, const struct ast_member *m)
{
	emit(e, "(%s", m->name ? m->name->text : "reserved");
	attributes(e, m->attributes);
	ranges(e, m->numbers);
	if (m->reserved_names)
		emit(e, " \"%s\"", m->reserved_names->text);
	if (m->type) {
		emit(e, " ");
		type(e, m->type);
	}
	if (m->value) {
		emit(e, " ");
		expr(e, m->value);
	}
	emit(e, ")\n");
}

static void params(struct emit *e, const char *what,
		   const struct ast_param *list)
{
	static const char *const directions[] = { "", "in ", "out ",
						  "inout " };

	if (!list)
		return;
	emit(e, "\n(%s", what);
	for (; list; list = list->next) {
		emit(e, " (%s%s ", directions[list->direction],
		     list->name->text);
		type(e, list->type);
		attributes(e, list->attributes);
		emit(e, ")");
	}
	emit(e, ")");
}

static void method(struct emit *e, const struct ast_method *m)
{
	static const char *const kinds[] = { "", " oneway", " notify" };

	emit(e, "(method%s %s", kinds[m->kind],
	     m->name ? m->name->text : "reserved");
	ranges(e, m->numbers);
	attributes(e, m->attributes);
	if (m->reserved_names)
		emit(e, " \"%s\"", m->reserved_names->text);
	if (m->error)
		emit(e, " ! %s", m->error->text);
	emit_deeper(e);
	params(e, "in", m->params);
	params(e, "out", m->results);
	emit_back(e);
	emit(e, ")\n");
}

static void decl(struct emit *e, const struct ast_decl *d)
{
	static const char *const kinds[] = {
		"const", "type", "enum", "bits", "error", "struct", "union",
		"interface",
	};
	static const char *const modifiers[] = { " strict", " flexible",
						 " resource" };

	emit(e, "(%s %s", kinds[d->kind], d->name->text);
	for (unsigned i = 0; i < 3; i++)
		if (d->modifiers & 1u << i)
			emit(e, "%s", modifiers[i]);
	attributes(e, d->attributes);
	if (d->base)
		emit(e, " extends %s", d->base->text);
	if (d->error)
		emit(e, " ! %s", d->error->text);
	if (d->type) {
		emit(e, " ");
		type(e, d->type);
	}
	if (d->value) {
		emit(e, " ");
		expr(e, d->value);
	}
	emit(e, d->members || d->methods || d->consts ? "\n" : "");
	emit_deeper(e);
	for (const struct ast_member *m = d->members; m; m = m->next)
		member(e, m);
	for (const struct ast_decl *c = d->consts; c; c = c->next)
		decl(e, c);
	for (const struct ast_method *m = d->methods; m; m = m->next)
		method(e, m);
	emit_back(e);
	emit(e, ")\n");
}

void dump_ast(const struct ast_file *file, struct emit *e)
{
	emit(e, "(library %s", file->library ? file->library->text : "?");
	attributes(e, file->attributes);
	emit(e, "\n");
	emit_deeper(e);
	for (const struct ast_import *i = file->imports; i; i = i->next)
		emit(e, "(import %s)\n", i->path->text);
	for (const struct ast_decl *d = file->decls; d; d = d->next)
		decl(e, d);
	emit_back(e);
	emit(e, ")\n");
}
