/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Inside of the parser: its state, its source of tokens, and the functions that
 * make the nodes of the tree. The grammar is in parse.y.
 */
#ifndef IDLC_PARSER_H
#define IDLC_PARSER_H

#include "token.h"

struct parse {
	struct compile *compile;
	struct ast_file *file;
	const struct token *first, *next, *last;
	struct ast_import *last_import;
	struct ast_decl *last_decl;
	bool is_broken;		/* an error since the last declaration */
	struct span open[4];	/* the '{' that are open */
	uint32_t depth;		/* how many are */
	struct token injected;	/* a '}' that was missing */
	const struct token *before; /* of which token that was said */
};

struct ast_attributes { struct ast_attribute *first, *last; };
struct ast_modifiers { unsigned set; struct span at[3]; };

/* parse_token.c: the next token, with braces that are missing made up. */
const struct token *parse_next_token(struct parse *parse);
/* A declaration is given up: go on after the '}' of what is open. */
void parse_skip_braces(struct parse *parse);

/* parse_doc.c: the documentation of a file, from its comments. */
void collect_docs(struct parse *parse, const struct tokens *tokens,
		  const struct source_file *source);

/* parse_node.c */
struct ast_name *new_name(struct parse *parse,
				 const struct token *token);
struct ast_path *path_append(struct parse *parse, struct ast_path *path,
				    struct ast_name *name);
struct ast_expr *new_expr(struct parse *parse, enum ast_expr_kind kind,
				 struct span at, struct ast_expr *left,
				 struct ast_expr *right);
struct ast_type *new_type(struct parse *parse, enum ast_type_kind kind,
				 struct span at, struct ast_type *element,
				 struct ast_expr *count);
struct ast_range *new_range(struct parse *parse, struct span at,
				   struct ast_expr *first,
				   struct ast_expr *last);
struct ast_member *new_member(struct parse *parse, struct span at,
				     struct ast_attributes attributes,
				     struct ast_name *name);
struct ast_member *reserved_member(struct parse *parse, struct span at,
					  struct ast_attributes attributes,
					  struct ast_expr *value);
struct ast_decl *new_decl(struct parse *parse, enum ast_decl_kind kind,
				 struct span at, struct ast_name *name);
void add_import(struct parse *parse, struct span at,
		       struct ast_path *path);
void add_decl(struct parse *parse, struct ast_attributes attributes,
		     struct span attributes_at, struct ast_modifiers modifiers,
		     struct ast_decl *decl);
struct ast_modifiers add_modifier(struct ast_modifiers modifiers,
					 unsigned index, struct span at);
void check_depth(struct parse *parse, struct span at, uint32_t depth);

#endif
