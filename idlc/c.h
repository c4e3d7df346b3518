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
	struct map handles;		/* interfaces whose types are */
	struct map numbered;		/* interfaces whose number is declared */
	bool has_end;			/* a failure goes to the end of the
					   function, where results are zeroed */
};

/* c_header.c: "sys/block.idl.h", and the whole of it. */
const char *c_header_name(struct arena *arena, const struct library *library);
void c_header(struct compile *compile, const struct model *model,
	      struct emit *emit);

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

/* if (condition), give up with this status. */
void c_fail(struct c_out *out, const char *condition, const char *status);

/* Declare a copy, all of it zero: of gaps, and of a union but its first variant,
   an initializer says nothing, and clang leaves them as they are. */
#define ZEROED_CLEAN "%s;\n\n__builtin_memset(&clean, 0, sizeof(clean));\n"

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
/* The handle and capability types, unless they were printed before. */
void c_handle(struct c_out *out, const struct decl *interface);

/* c_cap.c: capabilities in messages. */
/* The type of a capability, for who sends it or for who receives it. */
const char *c_cap_type(struct c_out *out, const struct type *type,
		       bool is_received);
bool c_has_caps(const struct method *method);
bool c_carries_caps(const struct decl *interface);
/* Types and numbers of the interfaces that a method has capabilities for. */
void c_caps_need(struct c_out *out, const struct decl *interface);
/* Put what is sent into the fields of a message, a C variable; `bad` is the
   status for what cannot be sent. */
void c_caps_send(struct c_out *out, const struct message *message,
		 const char *words, const char *bad);
/* A client's fields for the results, and the end of what is wrong in them. */
void c_caps_landing(struct c_out *out, const struct method *method);
void c_caps_drop(struct c_out *out, const struct method *method);
/* Check field `field` of m->caps, which is in a slot, into TO->NAME.slot. */
void c_cap_check(struct c_out *out, const struct param *p, uint32_t field,
		 const char *to, const char *slot);

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
/* Those of a client alone that go in; each as where a result goes. */
void c_params_in(struct c_out *out, const struct message *message);
void c_params_out(struct c_out *out, const struct message *message);
bool c_has_request(const struct method *method);
bool c_has_reply(const struct method *method);
/* Whether its check copies strings or vecs. */
bool c_has_copies(const struct message *message);
/* Bytes of a slot parameter, as an expression of its count. */
const char *c_content_size(struct c_out *out, const struct param *p,
			   const char *count);

/* c_async.c: oneway and notify. */
bool c_has_kind(const struct decl *interface, enum ast_method_kind kind);
bool c_is_async(const struct decl *interface);
/* The end of a stub: what is in `m` goes into the ring. */
void c_oneway_client(struct c_out *out, const struct decl *interface,
		     const struct method *method);
void c_drain(struct c_out *out, const struct decl *interface);
void c_notify_client(struct c_out *out, const struct decl *interface,
		     const struct method *method);
void c_notify_server(struct c_out *out, const struct decl *interface,
		     const struct method *method);

/* c_answer.c: results that are returned beside the status. */
bool c_has_answer(const struct method *method);
void c_answer_struct(struct c_out *out, const struct method *method,
		     const char *c);
/* Whether they are returned as they come. */
bool c_is_whole(const struct method *method);
void c_answer_call(struct c_out *out, const char *c, const char *upper);
/* The end of a function that returns them tested. */
void c_answer_return(struct c_out *out, const char *c);
/* The function that puts them where its caller says. */
void c_answer_store(struct c_out *out, const struct decl *interface,
		    const struct method *method, const char *c);

/* c_send.c, c_client.c, c_server.c */
/* Whether some method of it is called again after a restart. */
bool c_is_repeated(const struct decl *interface);
/* Put a request's parameters into `m` and the caller's slot. */
void c_send(struct c_out *out, const struct method *method, const char *c,
	    const char *upper);
/* A result that there is not. */
void c_clear(struct c_out *out, const struct param *p);
void c_client_head(struct c_out *out, const struct decl *interface,
		   const struct method *method, const char *function);
void c_client(struct c_out *out, const struct decl *interface,
	      const struct method *method);
void c_server(struct c_out *out, const struct decl *interface,
	      const struct method *method);
void c_dispatch(struct c_out *out, const struct decl *interface);

/* A documentation comment, if there is one. */
void c_doc(struct c_out *out, const char *doc, const char *deprecated);

#endif
