/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Reading JSON: what report_json() wrote, which a person may have edited since.
 */
#ifndef VLINK_JSON_H
#define VLINK_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY,
		 JSON_OBJECT };

struct json {
	enum json_kind kind;
	bool truth;		/* of BOOL */
	uint64_t number;	/* whole numbers alone */
	const char *text;	/* of STRING */
	const char *name;	/* of an object's member */
	struct json *first;	/* of ARRAY and OBJECT */
	struct json *next;
};

/* NULL with *error set to what is wrong, and at which byte. */
struct json *json_read(struct arena *arena, const char *text, size_t size,
		       const char **error);

/* A member of an object; a JSON_NULL if there is none of this kind. */
const struct json *json_member(const struct json *object, const char *name,
			       enum json_kind kind);
const char *json_text(const struct json *object, const char *name);
uint64_t json_number(const struct json *object, const char *name);
bool json_truth(const struct json *object, const char *name);

#endif
