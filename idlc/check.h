/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The checks: from trees to the model. First all names of a library are
 * collected, then each declaration is resolved, those that it needs before it;
 * one that is needed while it is being resolved contains itself. All errors
 * of a run are reported; what depends on something wrong is left out
 * silently (`is_bad`), so that one mistake gives one message.
 */
#ifndef IDLC_CHECK_H
#define IDLC_CHECK_H

#include "model.h"
#include "token.h"

struct options {
	const char **include;		/* -I folders */
	uint32_t include_count;
};

struct check {
	struct compile *compile;
	const struct options *options;
	struct model *model;
	struct map libraries;		/* by name */
	VEC(struct library *) ready;
	VEC(const char *) dependencies;	/* files read, for -MF */
	struct map c_names;		/* every name that C will see */
	uint32_t depth;			/* of decl_resolve */
};

/*
 * Check a file and all that it imports. The model is whole only if the number
 * of errors is still 0.
 */
struct model *check_file(struct check *check, struct source_file *file);

/* check.c */
struct library *check_library(struct check *check, struct source_file *file,
			      const char *expected_name, struct span at);

/* check_decl.c: */
void decl_resolve(struct check *check, struct decl *decl, struct span use);

/* check_type.c: */
enum type_use { USE_FIELD, USE_PARAM, USE_CONST, USE_ALIAS, USE_ELEMENT };
const struct type *check_type(struct check *check, struct library *library,
			      const struct ast_type *ast, enum type_use use,
			      const struct decl *owner);
/* What never lies in memory, so that it can be a parameter alone. */
bool is_resource(const struct type *type);
/* The integer type of this name, or NULL. */
const struct type *builtin_type(const char *name);
/* As it is written in IDL, for messages, hashes and documents. */
const char *type_text(struct arena *arena, const struct type *type);

bool is_object_name(const char *name);
const char *object_name(uint8_t object);
const char *rights_text(struct arena *arena, uint8_t set);
const char *ownership_text(enum ast_ownership ownership);

/* check_expr.c: */
/* Evaluate for `type`; reports, and gives false, if there is no such value. */
bool check_value(struct check *check, struct library *library,
		 const struct ast_expr *expr, const struct type *type,
		 const struct decl *owner, struct value *value);
/* The same for a size, count or bound: 1..max. */
bool check_count(struct check *check, struct library *library,
		 const struct ast_expr *expr, const struct decl *owner,
		 uint32_t max, const char *what, uint32_t *count);
const char *value_text(struct arena *arena, struct value value);
/* -1, 0, 1 */
int value_compare(struct value a, struct value b);

/* check_name.c: */
/* The declaration of a path, or NULL (reported). */
struct decl *find_decl(struct check *check, struct library *library,
		       const struct ast_path *path, const struct decl *owner,
		       const char *what);
/* The member that a path names, if it does. */
struct decl *find_owner(struct check *check, struct library *library,
			const struct ast_path *path, const struct decl *owner,
			const char **member);
bool check_name(struct check *check, const struct ast_name *name);
/* A name that C sees without a prefix: no keyword, nothing predefined. */
bool check_bare_name(struct check *check, const struct ast_name *name);
/* `at` must live as long as the model. */
void add_c_name(struct check *check, const char *name, struct span *at);
const char *upper_case(struct compile *compile, const char *text);
const char *dots_to_underscores(struct compile *compile, const char *text);

/* check_member.c: enums, bits, errors, structs, unions */
void check_enum(struct check *check, struct decl *decl);
void check_struct(struct check *check, struct decl *decl);
void check_union(struct check *check, struct decl *decl);
/* Whether a number or name is among those reserved; reports it. */
bool is_reserved_number(struct check *check, const struct decl *decl,
			struct value value, struct span at);
bool is_reserved_name(struct check *check, const struct decl *decl,
		      const struct ast_name *name);
/* Take ranges and names into decl->reserved. */
void add_reserved(struct check *check, struct decl *decl,
		  const struct ast_range *ranges,
		  const struct ast_name *names, const struct type *type,
		  struct span at);

/* check_interface.c: */
void check_interface(struct check *check, struct decl *decl);

/* check_attribute.c: */
enum attribute_place { ON_LIBRARY = 1, ON_DECL = 2, ON_MEMBER = 4,
		       ON_METHOD = 8, ON_PARAM = 16, ON_INTERFACE = 32 };
struct attributes check_attributes(struct check *check,
				   const struct ast_attribute *list,
				   enum attribute_place place);

#endif
