/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * %s %.*s %c %d %u %llu %zu %%; see format.h.
 */
#define _GNU_SOURCE /* strchrnul */
#include "base/format.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct target {
	char *out;
	size_t max;		/* room, the NUL left out */
	size_t size;		/* of the whole text so far */
};

static void put(struct target *t, const char *text, size_t size)
{
	if (t->size < t->max) {
		size_t room = t->max - t->size;

		memcpy(t->out + t->size, text, size < room ? size : room);
	}
	t->size += size;
}

static void put_number(struct target *t, unsigned long long value,
		       bool is_negative)
{
	char digits[24], *first = digits + sizeof(digits);

	do {
		*--first = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	if (is_negative)
		*--first = '-';
	put(t, first, (size_t)(digits + sizeof(digits) - first));
}

/* Whether the conversion at `c` is one of ours; *args goes on behind it. */
static bool convert(struct target *t, const char **c, va_list *args)
{
	char letter;
	int number;

	switch (*(*c)++) {
	case '%':
		put(t, "%", 1);
		return true;
	case 's': {
		const char *text = va_arg(*args, const char *);

		put(t, text, strlen(text));
		return true;
	}
	case 'c':
		letter = (char)va_arg(*args, int);
		put(t, &letter, 1);
		return true;
	case 'u':
		put_number(t, va_arg(*args, unsigned), false);
		return true;
	case 'd':
		number = va_arg(*args, int);
		put_number(t, number < 0 ? -(unsigned long long)number :
			   (unsigned long long)number, number < 0);
		return true;
	case 'z':
		if (*(*c)++ != 'u')
			return false;
		put_number(t, va_arg(*args, size_t), false);
		return true;
	case 'l':
		if ((*c)[0] != 'l' || (*c)[1] != 'u')
			return false;
		*c += 2;
		put_number(t, va_arg(*args, unsigned long long), false);
		return true;
	case '.':
		if ((*c)[0] != '*' || (*c)[1] != 's')
			return false;
		*c += 2;
		number = va_arg(*args, int);
		if (number < 0)
			return false;
		{
			const char *text = va_arg(*args, const char *);

			put(t, text, strnlen(text, (size_t)number));
		}
		return true;
	default:
		return false;
	}
}

size_t format_text(char *out, size_t max, const char *format, va_list args)
{
	struct target t = { out, max ? max - 1 : 0, 0 };
	const char *c = format;
	va_list rest;
	int size;

	va_copy(rest, args);
	for (;;) {
		const char *percent = strchrnul(c, '%');

		put(&t, c, (size_t)(percent - c));
		if (!*percent)
			break;
		c = percent + 1;
		if (!convert(&t, &c, &rest)) {
			va_end(rest);
			size = vsnprintf(out, max, format, args);
			return size < 0 ? 0 : (size_t)size;
		}
	}
	va_end(rest);
	if (max)
		out[t.size < t.max ? t.size : t.max] = '\0';
	return t.size;
}
