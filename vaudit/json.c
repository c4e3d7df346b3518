/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A reader of JSON (see json.h), by recursive descent.
 */
#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct parser {
	const char *at, *end;
	unsigned line;
	unsigned depth;
	char *error;
};

static bool fail(struct parser *p, const char *text)
{
	if (!*p->error)
		snprintf(p->error, 128, "line %u: %s", p->line, text);
	return false;
}

static void space(struct parser *p)
{
	while (p->at < p->end && strchr(" \t\r\n", *p->at) && *p->at) {
		p->line += *p->at == '\n';
		p->at++;
	}
}

/* The next character that is no white space; 0 at the end. */
static char peek(struct parser *p)
{
	space(p);
	return p->at < p->end ? *p->at : 0;
}

static bool take(struct parser *p, char c)
{
	if (peek(p) != c)
		return false;
	p->at++;
	return true;
}

/* ---- strings and numbers ------------------------------------------------- */

/* \uXXXX, of which only those below 0x80 are written. */
static bool unescape_number(struct parser *p, char **to)
{
	unsigned value = 0;

	for (unsigned i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdef", *digit;

		if (p->at >= p->end || !*p->at ||
		    !(digit = strchr(digits, *p->at | 32)))
			return fail(p, "a bad escape");
		value = value * 16 + (unsigned)(digit - digits);
		p->at++;
	}
	if (value == 0 || value >= 0x80)
		return fail(p, "an escape that is not ASCII");
	*(*to)++ = (char)value;
	return true;
}

static bool unescape(struct parser *p, char **to)
{
	static const char from[] = "\"\\/bfnrt", value[] = "\"\\/\b\f\n\r\t";
	const char *found;

	if (p->at >= p->end)
		return fail(p, "an unterminated string");
	if (*p->at == 'u') {
		p->at++;
		return unescape_number(p, to);
	}
	found = *p->at ? strchr(from, *p->at) : NULL;
	if (!found)
		return fail(p, "a bad escape");
	*(*to)++ = value[found - from];
	p->at++;
	return true;
}

static char *parse_string(struct parser *p)
{
	char *text, *to;

	if (!take(p, '"')) {
		fail(p, "a string is missing");
		return NULL;
	}
	text = to = malloc((size_t)(p->end - p->at) + 1);
	if (!text) {
		fail(p, "out of memory");
		return NULL;
	}
	while (p->at < p->end && *p->at != '"') {
		unsigned char c = (unsigned char)*p->at++;

		if (c < ' ' || (c == '\\' && !unescape(p, &to))) {
			fail(p, "a control character in a string");
			free(text);
			return NULL;
		}
		if (c != '\\')
			*to++ = (char)c;
	}
	*to++ = 0;
	if (!take(p, '"')) {
		fail(p, "an unterminated string");
		free(text);
		return NULL;
	}
	to = realloc(text, (size_t)(to - text));
	return to ? to : text;
}

static bool parse_number(struct parser *p, struct json *json)
{
	const char *start = p->at;

	json->kind = JSON_NUMBER;
	while (p->at < p->end && *p->at >= '0' && *p->at <= '9') {
		uint64_t digit = (uint64_t)(*p->at++ - '0');

		if (json->number > (UINT64_MAX - digit) / 10)
			return fail(p, "a number over 64 bits");
		json->number = json->number * 10 + digit;
	}
	if (p->at - start > 1 && *start == '0')
		return fail(p, "a number that begins with 0");
	return true;
}

static bool parse_word(struct parser *p, struct json *json)
{
	size_t left = (size_t)(p->end - p->at);

	json->kind = JSON_BOOL;
	if (left >= 4 && memcmp(p->at, "true", 4) == 0) {
		json->number = 1;
		p->at += 4;
		return true;
	}
	if (left >= 5 && memcmp(p->at, "false", 5) == 0) {
		p->at += 5;
		return true;
	}
	return fail(p, "a value is missing");
}

/* ---- objects and arrays -------------------------------------------------- */

static bool parse_value(struct parser *p, struct json *json);

static struct json *add_item(struct parser *p, struct json *json)
{
	struct json *items;

	/* Full at 0 and at each power of two. */
	if ((json->count & (json->count - 1)) == 0) {
		size_t max = json->count ? 2 * json->count : 1;

		items = realloc(json->items, max * sizeof *items);
		if (!items) {
			fail(p, "out of memory");
			return NULL;
		}
		json->items = items;
	}
	memset(&json->items[json->count], 0, sizeof *json);
	return &json->items[json->count++];
}

static bool parse_item(struct parser *p, struct json *json)
{
	struct json *item = add_item(p, json);

	if (!item)
		return false;
	if (json->kind == JSON_ARRAY)
		return parse_value(p, item);
	item->key = parse_string(p);
	if (!item->key)
		return false;
	for (size_t i = 0; i + 1 < json->count; i++)
		if (strcmp(json->items[i].key, item->key) == 0)
			return fail(p, "a member that is there twice");
	if (!take(p, ':'))
		return fail(p, "':' is missing");
	return parse_value(p, item);
}

static bool parse_items(struct parser *p, struct json *json, char close)
{
	if (take(p, close))
		return true;
	do {
		if (!parse_item(p, json))
			return false;
	} while (take(p, ','));
	return take(p, close) || fail(p, "',' or the end is missing");
}

static bool parse_value(struct parser *p, struct json *json)
{
	char c = peek(p);
	bool good;

	if (c == '"') {
		json->kind = JSON_STRING;
		json->string = parse_string(p);
		return json->string != NULL;
	}
	if (c >= '0' && c <= '9')
		return parse_number(p, json);
	if (c != '{' && c != '[')
		return parse_word(p, json);
	if (p->depth == JSON_DEPTH)
		return fail(p, "nested too deeply");
	p->depth++;
	p->at++;
	json->kind = c == '{' ? JSON_OBJECT : JSON_ARRAY;
	good = parse_items(p, json, c == '{' ? '}' : ']');
	p->depth--;
	return good;
}

bool json_parse(struct json *root, const char *text, size_t size,
		char error[128])
{
	struct parser p = { .at = text, .end = text + size, .line = 1,
			    .error = error };

	memset(root, 0, sizeof *root);
	*error = 0;
	if (!parse_value(&p, root))
		return false;
	return peek(&p) == 0 && p.at == p.end ? true :
		fail(&p, "something after the end");
}

void json_free(struct json *json)
{
	for (size_t i = 0; i < json->count; i++)
		json_free(&json->items[i]);
	free(json->items);
	free(json->key);
	free(json->string);
}

const struct json *json_member(const struct json *object, const char *key,
			       enum json_kind kind)
{
	for (size_t i = 0; object->kind == JSON_OBJECT && i < object->count;
	     i++)
		if (strcmp(object->items[i].key, key) == 0)
			return object->items[i].kind == kind ?
				&object->items[i] : NULL;
	return NULL;
}
