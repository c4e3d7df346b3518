/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Numbers of manifests and their units, see number.h.
 */
#include "number.h"

#include <inttypes.h>

struct unit_name {
	const char *name;
	enum unit unit;
	uint64_t factor;
};

static const struct unit_name units[] = {
	{ "", UNIT_NONE, 1 },
	{ "K", UNIT_SIZE, UINT64_C(1) << 10 },
	{ "M", UNIT_SIZE, UINT64_C(1) << 20 },
	{ "G", UNIT_SIZE, UINT64_C(1) << 30 },
	{ "ns", UNIT_TIME, 1 },
	{ "us", UNIT_TIME, 1000 },
	{ "ms", UNIT_TIME, 1000 * 1000 },
	{ "s", UNIT_TIME, 1000 * 1000 * 1000 },
	{ "%", UNIT_PERCENT, 1 },
};
enum { UNITS = sizeof(units) / sizeof(units[0]) };

static unsigned digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned)(c - 'a' + 10);
	if (c >= 'A' && c <= 'F')
		return (unsigned)(c - 'A' + 10);
	return UINT32_MAX;
}

/* Digits of a base; false if the value does not fit. *text moves behind. */
static bool read_digits(const char **text, unsigned base, uint64_t *value)
{
	bool fits = true;

	for (; **text; (*text)++) {
		unsigned digit = digit_value(**text);

		if (**text == '_')
			continue;
		if (digit >= base)
			break;
		fits = fits && *value <= (UINT64_MAX - digit) / base;
		*value = *value * base + digit;
	}
	return fits;
}

void number_read(struct diag *diag, struct word *word)
{
	const char *text = word->text;
	unsigned base = text[0] == '0' && (text[1] | 32) == 'x' ? 16 : 10;
	uint64_t value = 0;

	text += base == 16 ? 2 : 0;
	if (base == 16 && digit_value(*text) >= 16)
		diag_error(diag, word->at, 8, "no digits behind '0x'");
	if (!read_digits(&text, base, &value)) {
		diag_error(diag, word->at, 9,
			   "this number does not fit in 64 bits");
		return;
	}
	for (size_t i = 0; i < UNITS; i++) {
		if (strcmp(text, units[i].name) != 0)
			continue;
		word->unit = units[i].unit;
		if (value > UINT64_MAX / units[i].factor)
			diag_error(diag, word->at, 9,
				   "this number does not fit in 64 bits");
		else
			word->value = value * units[i].factor;
		return;
	}
	diag_error(diag, word->at, 8, "unknown unit '%.16s'; there are K, M, G "
		   "for bytes, ns, us, ms, s for times, and %%", text);
}

const char *number_text(struct arena *arena, enum unit unit, uint64_t value)
{
	uint64_t factor = 1;
	const char *name = "";

	if (unit == UNIT_PERCENT || unit == UNIT_TIME)
		name = unit == UNIT_TIME ? "ns" : "%";
	for (size_t i = 0; i < UNITS && value; i++) {
		if (units[i].unit != unit || value % units[i].factor)
			continue;
		factor = units[i].factor;
		name = units[i].name;
	}
	return arena_printf(arena, "%" PRIu64 "%s", value / factor, name);
}
