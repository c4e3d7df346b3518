/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The C back end: prints the model of a library as one header. It decides
 * nothing; a question about words, sizes or names is answered by the model.
 */
#ifndef IDLC_C_H
#define IDLC_C_H

#include "base/emit.h"
#include "model.h"
#include "token.h"

struct c_out {
	struct emit *emit;
	struct compile *compile;
	struct arena *arena;		/* for a declaration's or method's texts */
	const struct library *library;
	struct map done;		/* declarations and types printed */
};

/* c_header.c: the whole header. */
void c_header(struct compile *compile, const struct model *model,
	      struct emit *emit);

/* Report the methods that the header has no form for; false if there are. */
bool c_has_forms(struct compile *compile, const struct model *model);

/* c_type.c */
/* "uint32_t name", "uint8_t name[16]": declare something of a type. */
const char *c_declare(struct c_out *out, const struct type *type,
		      const char *name);
/* The type alone, where it is no array. */
const char *c_type(struct c_out *out, const struct type *type);
/* A number as a constant of a type, "UINT64_C(0x10)". */
const char *c_constant(struct c_out *out, const struct type *type,
		       struct value value);
/* A string literal with C's escapes. */
const char *c_string(struct arena *arena, const char *text);
/* Definitions that a type needs, unless they were printed before. */
void c_need_type(struct c_out *out, const struct type *type);
void c_decl(struct c_out *out, const struct decl *decl);

/* c_value.c: statements on a value in memory, given as an lvalue. */
/* return E_..., if it is no value of its type. */
void c_check_value(struct c_out *out, const struct type *type,
		   const char *value, unsigned depth);
/* Copy what has a meaning; the rest of `to` is zero already. */
void c_copy_value(struct c_out *out, const struct type *type, const char *to,
		  const char *from, unsigned depth);
/* Whether the statements use a variable `status`. */
bool c_check_calls(const struct type *type);
bool c_copy_calls(const struct type *type);
/* X_check() and X_fill() of a struct or union. */
void c_value_functions(struct c_out *out, const struct decl *decl);

/* c_interface.c: handle, numbers, note, then stubs and dispatch. */
void c_interface(struct c_out *out, const struct decl *interface);

/* c_message.c: requests and replies as C structs, and their checks. */
void c_message(struct c_out *out, const struct decl *interface,
	       const struct method *method);
/* "sys_disk_read" */
const char *c_method(struct c_out *out, const struct decl *interface,
		     const struct method *method);
/* "SYS_DISK_READ" */
const char *c_method_upper(struct c_out *out, const struct decl *interface,
			   const struct method *method);
/* Parameters of a function: what goes in, then what comes out. */
void c_params(struct c_out *out, const struct method *method, bool is_server);
bool c_has_request(const struct method *method);
bool c_has_reply(const struct method *method);
/* Whether its check copies strings or vecs. */
bool c_has_copies(const struct message *message);
/* Bytes of a slot parameter, as an expression of its count. */
const char *c_content_size(struct c_out *out, const struct param *p,
			   const char *count);

/* c_client.c, c_server.c */
void c_client(struct c_out *out, const struct decl *interface,
	      const struct method *method);
void c_server(struct c_out *out, const struct decl *interface,
	      const struct method *method);
void c_dispatch(struct c_out *out, const struct decl *interface);

/* A documentation comment, if there is one. */
void c_doc(struct c_out *out, const char *doc, const char *deprecated);

#endif
