/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A writer of JSON: commas and indentation are its business. Members of an
 * object stand in the order in which they are written, so that the same model
 * always gives the same bytes.
 */
#ifndef IDLC_JSON_H
#define IDLC_JSON_H

#include "base/emit.h"
#include "model.h"
#include "token.h"

struct json {
	struct emit *emit;
	bool has_items;		/* in the object or array that is open */
};

/* `name` is NULL for an element of an array. */
void json_open(struct json *json, const char *name, char bracket);
void json_close(struct json *json, char bracket);
void json_string(struct json *json, const char *name, const char *text);
void json_number(struct json *json, const char *name, uint64_t number);
void json_bool(struct json *json, const char *name, bool value);
/* A number that may be negative, or a string. */
void json_value(struct json *json, const char *name, struct value value);

/* emit_json.c: --emit=json */
void emit_json(struct compile *compile, const struct model *model,
	       struct emit *emit);
/* emit_markdown.c: --emit=markdown */
void emit_markdown(struct compile *compile, const struct model *model,
		   struct emit *emit);
/* emit_dot.c: --emit=dot */
void emit_dot(struct compile *compile, const struct model *model,
	      struct emit *emit);
/* emit_trace.c: --emit=trace */
void emit_trace(struct compile *compile, const struct model *model,
		struct emit *emit);
/* emit_doubles.c, emit_fuzz.c: --emit=doubles, --emit=fuzz */
void emit_doubles(struct compile *compile, const struct model *model,
		  struct emit *emit);
void emit_fuzz(struct compile *compile, const struct model *model,
	       struct emit *emit);

#endif
