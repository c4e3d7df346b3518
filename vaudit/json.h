/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A reader of JSON (RFC 8259) for what vlink writes: objects, arrays, strings,
 * unsigned integers, true and false. Anything else is an error, as is nesting
 * deeper than JSON_DEPTH.
 */
#ifndef VAUDIT_JSON_H
#define VAUDIT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_DEPTH 32

enum json_kind { JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_NUMBER, JSON_BOOL };

struct json {
	enum json_kind kind;
	char *key;		/* of a member of an object, else NULL */
	char *string;
	uint64_t number;	/* of a bool: 0 or 1 */
	struct json *items;	/* members or elements */
	size_t count;
};

/* Parse a whole text; false with the line and what is wrong in `error`. */
bool json_parse(struct json *root, const char *text, size_t size,
		char error[128]);
void json_free(struct json *json);

/* A member of this name and kind, or NULL. */
const struct json *json_member(const struct json *object, const char *key,
			       enum json_kind kind);

#endif
