/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A recursive-descent reader of JSON (RFC 8259) without fractions and
 * negative numbers, which no report has. Depth and escapes are bounded.
 */
#include "json.h"

enum { DEPTH_MAX = 16 };

struct reader {
	struct arena *arena;
	const char *start, *at, *end;
	unsigned depth;
	const char *error;
};

static struct json *read_value(struct reader *r);

static void *fail(struct reader *r, const char *what)
{
	if (!r->error)
		r->error = arena_printf(r->arena, "%s at byte %zu", what,
					(size_t)(r->at - r->start));
	return NULL;
}

static void skip_blanks(struct reader *r)
{
	while (r->at < r->end && strchr(" \t\r\n", *r->at) && *r->at)
		r->at++;
}

static bool take(struct reader *r, char c)
{
	skip_blanks(r);
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

static bool take_word(struct reader *r, const char *word)
{
	size_t size = strlen(word);

	if ((size_t)(r->end - r->at) < size || memcmp(r->at, word, size) != 0)
		return false;
	r->at += size;
	return true;
}

/* One escape after the backslash: a byte; \u only below 128. */
static bool read_escape(struct reader *r, char *to)
{
	static const char from[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
	const char *found;
	unsigned value = 0;

	if (r->at == r->end)
		return false;
	found = strchr(from, *r->at);
	if (*r->at && found) {
		*to = bytes[found - from];
		r->at++;
		return true;
	}
	if (*r->at++ != 'u' || r->end - r->at < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdef";
		const char *digit = strchr(digits, r->at[i] | 32);

		if (!r->at[i] || !digit)
			return false;
		value = value << 4 | (unsigned)(digit - digits);
	}
	r->at += 4;
	*to = (char)value;
	return value && value < 128;
}

static const char *read_string(struct reader *r)
{
	size_t size = 0, max = 64;
	char *text = arena_alloc(r->arena, max), *grown;

	while (r->at < r->end && *r->at != '"') {
		char c = *r->at++;

		if (c == '\\' && !read_escape(r, &c))
			return fail(r, "a wrong escape");
		if (size + 1 == max) {
			grown = arena_alloc(r->arena, max * 2);
			memcpy(grown, text, size);
			text = grown;
			max *= 2;
		}
		text[size++] = c;
	}
	if (r->at == r->end)
		return fail(r, "a string without an end");
	r->at++;
	return text;
}

static struct json *json_new(struct reader *r, enum json_kind kind)
{
	struct json *json = ARENA_NEW(r->arena, struct json);

	json->kind = kind;
	return json;
}

static struct json *read_list(struct reader *r, enum json_kind kind)
{
	struct json *list = json_new(r, kind), **end = &list->first;
	char close = kind == JSON_ARRAY ? ']' : '}';

	if (++r->depth > DEPTH_MAX)
		return fail(r, "nested too deep");
	while (!take(r, close)) {
		const char *name = NULL;

		if (list->first && !take(r, ','))
			return fail(r, "',' expected");
		if (kind == JSON_OBJECT &&
		    (!take(r, '"') || !(name = read_string(r)) ||
		     !take(r, ':')))
			return fail(r, "a name expected");
		*end = read_value(r);
		if (!*end)
			return NULL;
		(*end)->name = name;
		end = &(*end)->next;
	}
	r->depth--;
	return list;
}

static struct json *read_number(struct reader *r)
{
	struct json *json = json_new(r, JSON_NUMBER);
	const char *first = r->at;

	for (; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++) {
		unsigned digit = (unsigned)(*r->at - '0');

		if (json->number > (UINT64_MAX - digit) / 10)
			return fail(r, "a number over 64 bits");
		json->number = json->number * 10 + digit;
	}
	return r->at > first ? json : fail(r, "a value expected");
}

static struct json *read_value(struct reader *r)
{
	struct json *json;

	if (take(r, '{'))
		return read_list(r, JSON_OBJECT);
	if (take(r, '['))
		return read_list(r, JSON_ARRAY);
	if (take(r, '"')) {
		json = json_new(r, JSON_STRING);
		json->text = read_string(r);
		return json->text ? json : NULL;
	}
	if (take_word(r, "true") || take_word(r, "false")) {
		json = json_new(r, JSON_BOOL);
		json->truth = r->at[-2] == 'u';	/* tr-u-e, fal-s-e */
		return json;
	}
	if (take_word(r, "null"))
		return json_new(r, JSON_NULL);
	return read_number(r);
}

struct json *json_read(struct arena *arena, const char *text, size_t size,
		       const char **error)
{
	struct reader r = { .arena = arena, .start = text, .at = text,
			    .end = text + size };
	struct json *json = read_value(&r);

	skip_blanks(&r);
	if (json && r.at < r.end)
		json = fail(&r, "something behind the end");
	*error = r.error;
	return json;
}

const struct json *json_member(const struct json *object, const char *name,
			       enum json_kind kind)
{
	static const struct json none = { .text = "" };

	if (object->kind != JSON_OBJECT)
		return &none;
	for (const struct json *m = object->first; m; m = m->next)
		if (m->kind == kind && strcmp(m->name, name) == 0)
			return m;
	return &none;
}

const char *json_text(const struct json *object, const char *name)
{
	return json_member(object, name, JSON_STRING)->text;
}

uint64_t json_number(const struct json *object, const char *name)
{
	return json_member(object, name, JSON_NUMBER)->number;
}

bool json_truth(const struct json *object, const char *name)
{
	return json_member(object, name, JSON_BOOL)->truth;
}
