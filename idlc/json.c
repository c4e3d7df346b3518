/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The writer of JSON.
 */
#include "json.h"

static void text(struct json *json, const char *s)
{
	emit(json->emit, "\"");
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '\n')
			emit(json->emit, "\\n");
		else if (c == '\t')
			emit(json->emit, "\\t");
		else if (c < ' ' || c == 127)
			emit(json->emit, "\\u%04x", c);
		else if (c == '"' || c == '\\')
			emit(json->emit, "\\%c", c);
		else
			emit(json->emit, "%c", c);
	}
	emit(json->emit, "\"");
}

static void item(struct json *json, const char *name)
{
	emit(json->emit, json->has_items ? ",\n" : "\n");
	json->has_items = true;
	if (name) {
		text(json, name);
		emit(json->emit, ": ");
	}
}

void json_open(struct json *json, const char *name, char bracket)
{
	if (json->emit->size)
		item(json, name);
	emit(json->emit, "%c", bracket);
	emit_deeper(json->emit);
	json->has_items = false;
}

void json_close(struct json *json, char bracket)
{
	emit_back(json->emit);
	if (json->has_items)
		emit(json->emit, "\n");
	emit(json->emit, "%c", bracket);
	json->has_items = true;
}

void json_string(struct json *json, const char *name, const char *s)
{
	item(json, name);
	text(json, s);
}

void json_number(struct json *json, const char *name, uint64_t number)
{
	item(json, name);
	emit(json->emit, "%llu", (unsigned long long)number);
}

void json_bool(struct json *json, const char *name, bool value)
{
	item(json, name);
	emit(json->emit, value ? "true" : "false");
}

void json_value(struct json *json, const char *name, struct value value)
{
	if (value.text) {
		json_string(json, name, value.text);
	} else if (value.is_negative) {
		item(json, name);
		emit(json->emit, "%lld", (long long)(int64_t)value.bits);
	} else {
		json_number(json, name, value.bits);
	}
}
