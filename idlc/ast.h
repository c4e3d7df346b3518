/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The syntax tree: what was written, with the places where it was written.
 * The parser makes it and nobody changes it. Names are interned; lists are
 * linked in the order of the source. A node's span begins with its attributes,
 * so that its documentation comment is what stands right before the span.
 */
#ifndef IDLC_AST_H
#define IDLC_AST_H

#include <stdbool.h>

#include "base/source.h"

struct ast_name {
	const char *text;	/* interned */
	struct span at;
	struct ast_name *next;	/* in a path or a list of names */
};

/* a.b.c */
struct ast_path {
	struct ast_name *first, *last;
	const char *text;	/* interned, with the dots */
	struct span at;
	uint32_t parts;
};

enum ast_expr_kind {
	EXPR_INTEGER, EXPR_STRING, EXPR_PATH,
	EXPR_NEGATE, EXPR_NOT,
	EXPR_ADD, EXPR_SUBTRACT, EXPR_MULTIPLY, EXPR_DIVIDE, EXPR_REMAINDER,
	EXPR_SHIFT_LEFT, EXPR_SHIFT_RIGHT, EXPR_OR, EXPR_AND,
};

struct ast_expr {
	enum ast_expr_kind kind;
	uint32_t depth;		/* levels below, against LIMIT_NESTING */
	struct span at;
	uint64_t integer;
	const char *string;	/* decoded, interned */
	struct ast_path *path;
	struct ast_expr *left, *right; /* left alone for NEGATE and NOT */
};

/* @name or @name(a, b = c) */
struct ast_argument {
	struct ast_argument *next;
	struct ast_name *name;	/* NULL: positional */
	struct ast_expr *value;
};

struct ast_attribute {
	struct ast_attribute *next;
	struct ast_name *name;
	struct ast_argument *arguments;
	struct span at;
};

enum ast_type_kind {
	AST_TYPE_NAME,		/* path */
	AST_TYPE_ARRAY,		/* element[count] */
	AST_TYPE_STRING,	/* string[<= count] */
	AST_TYPE_VEC,		/* vec<element>[<= count] */
	AST_TYPE_BUFFER,	/* buffer<element>[<= count] */
	AST_TYPE_CAP,		/* ownership cap<path, rights> */
	AST_TYPE_OPTIONAL,	/* element ? */
};

enum ast_ownership { OWNERSHIP_NONE, OWNERSHIP_OWN, OWNERSHIP_BORROW,
		     OWNERSHIP_COPY };

struct ast_type {
	enum ast_type_kind kind;
	enum ast_ownership ownership;
	uint32_t depth;
	struct span at;
	struct ast_path *path;
	struct ast_type *element;
	struct ast_expr *count;
	struct ast_expr *rights; /* NULL: none were written */
};

/* 3 or 5..7, before ": reserved" */
struct ast_range {
	struct ast_range *next;
	struct ast_expr *first, *last; /* last NULL: one number */
	struct span at;
};

/*
 * What stands in braces: a member of an enum, bits or error domain (value), a
 * field of a struct (type), a variant of a union (number, type).
 */
struct ast_member {
	struct ast_member *next;
	struct ast_attribute *attributes;
	struct span at;
	struct ast_name *name;		/* NULL: reserved */
	struct ast_expr *value;		/* of an enum's member; bytes of a
					   struct's reserved */
	struct ast_type *type;
	struct ast_range *numbers;	/* of a variant; of a reserved member */
	struct ast_name *reserved_names; /* reserved "a", "b"; */
};

enum ast_direction { DIRECTION_NONE, DIRECTION_IN, DIRECTION_OUT,
		     DIRECTION_INOUT };

struct ast_param {
	struct ast_param *next;
	struct ast_attribute *attributes;
	enum ast_direction direction;
	struct span at;
	struct span direction_at;
	struct ast_type *type;
	struct ast_name *name;
};

enum ast_method_kind { METHOD_CALL, METHOD_ONEWAY, METHOD_NOTIFY };

struct ast_method {
	struct ast_method *next;
	struct ast_attribute *attributes;
	struct span at;
	enum ast_method_kind kind;
	struct ast_range *numbers;	/* one, or those reserved */
	struct ast_name *name;		/* NULL: reserved */
	struct ast_name *reserved_names;
	struct ast_param *params;
	struct ast_param *results;
	struct ast_path *error;		/* ! path, or NULL */
};

enum ast_decl_kind { DECL_CONST, DECL_TYPE, DECL_ENUM, DECL_BITS, DECL_ERROR,
		     DECL_STRUCT, DECL_UNION, DECL_INTERFACE };

enum ast_modifier {
	MODIFIER_STRICT = 1,
	MODIFIER_FLEXIBLE = 2,
	MODIFIER_RESOURCE = 4,
};

struct ast_decl {
	struct ast_decl *next;
	enum ast_decl_kind kind;
	bool is_broken;			/* an error was in it: some of it is
					   not here */
	struct ast_attribute *attributes;
	struct span at;			/* up to the name or the end of a
					   one-line declaration */
	struct ast_name *name;
	unsigned modifiers;		/* enum ast_modifier */
	struct span modifier_at[3];	/* in the order of the enum */
	struct ast_type *type;		/* const, type, enum, bits */
	struct ast_expr *value;		/* const */
	struct ast_member *members;	/* enum, bits, error, struct, union */
	struct ast_path *base;		/* interface: extends */
	struct ast_path *error;		/* interface: ! */
	struct ast_method *methods;
	struct ast_decl *consts;	/* interface */
};

struct ast_import {
	struct ast_import *next;
	struct ast_path *path;
	struct span at;
};

/* Documentation: the text after "///", line by line, before a place. */
struct ast_doc {
	uint32_t before;	/* offset of the token that follows */
	struct span at;
	const char *text;	/* lines, each ended by '\n' */
	bool is_used;		/* something was documented by it */
};

struct ast_file {
	const struct source_file *source;
	struct ast_path *library;	/* NULL after an error */
	struct ast_attribute *attributes; /* of the library */
	struct span at;
	struct ast_import *imports;
	struct ast_decl *decls;
	bool is_incomplete;		/* a declaration could not be read */
	VEC(struct ast_doc) docs;	/* in order of `before` */
};

/* Documentation of what begins at a place; NULL if it has none. */
const char *ast_doc(struct ast_file *file, struct span at);

#endif
