/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * `vlink manual`: the reference part of doc/manifest.md, from the keyword
 * table and the catalogue of messages; `vlink keywords`: the words alone, for
 * the shell's completion.
 */
#include "manual.h"

#include "checks.h"
#include "keyword.h"

static const char *const headings[PLACE_COUNT] = {
	[PLACE_FILE] = "In a file",
	[PLACE_COMPONENT] = "In `component NAME { }`",
	[PLACE_PROVIDES] = "In `provides NAME : INTERFACE { }`",
	[PLACE_USES] = "In `uses NAME : INTERFACE { }`",
	[PLACE_REGION] = "In `region NAME { }`",
	[PLACE_FACTORY] = "In `factory NAME : TYPE { }`",
	[PLACE_FAULT] = "In `fault NAME { }`",
	[PLACE_POOL] = "In `pool { }`",
	[PLACE_VP] = "In `vp NAME { }`",
	[PLACE_RESTART] = "In `restart always { }`",
	[PLACE_SYSTEM] = "In `system NAME { }`",
	[PLACE_INSTANCE] = "In `instance NAME : NAME { }`",
	[PLACE_GIVEN] = "In `device NAME = PATH { }` of an instance",
	[PLACE_CONNECT] = "In `connect PATTERN -> PATH { }`",
	[PLACE_AREA] = "In `area NAME { }`",
	[PLACE_GIVE] = "In `give PATH as PATH with NAME { }`",
	[PLACE_SETTINGS] = "In `board NAME { }` of a system",
	[PLACE_BOARD] = "In `board NAME { }` of a file",
	[PLACE_BOARD_DEVICE] = "In `device NAME : KIND { }` of a board",
};

/* '|' would end a column. */
static void column(struct emit *out, const char *text)
{
	for (; *text; text++)
		emit(out, *text == '|' ? "\\|" : "%c", *text);
	emit(out, " |");
}

static void keyword_row(struct emit *out, const struct keyword *k)
{
	emit(out, "| `");
	if (*k->word)
		emit(out, "%s", k->word);
	else
		emit(out, "NAME");
	if (*k->pattern)
		emit(out, " ");
	column(out, k->pattern);
	out->size -= 2;		/* the "`" comes before the column's end */
	emit(out, "%s` | ", k->block == PLACE_NONE ? ";" :
	     k->block == PLACE_NAMES ? " { NAME, ... }" : " { }");
	column(out, k->standard);
	emit(out, " ");
	column(out, k->text);
	emit(out, "\n");
}

static void place_section(struct emit *out, enum place place)
{
	emit(out, "\n### %s\n\n| statement | default | meaning |\n"
	     "|---|---|---|\n", headings[place]);
	for (size_t i = 0; i < KEY_COUNT; i++)
		if (keywords[i].place == place)
			keyword_row(out, &keywords[i]);
}

static void messages(struct emit *out)
{
	emit(out, "\n### Messages\n\n| number | what is wrong | why, and what "
	     "to do |\n|---|---|---|\n");
	for (size_t i = 0; i < checks_count; i++) {
		emit(out, "| E%04u | ", checks[i].number);
		column(out, checks[i].title);
		emit(out, " ");
		column(out, checks[i].text);
		emit(out, "\n");
	}
}

void manual_print(struct emit *out)
{
	emit(out, "Sizes are bytes, or K, M, G of 1,024; times have a unit: ns, "
	     "us, ms or s.\nA number without a unit is decimal, or hexadecimal "
	     "with 0x.\n");
	for (enum place place = PLACE_FILE; place < PLACE_COUNT; place++)
		if (headings[place])
			place_section(out, place);
	messages(out);
}

void manual_keywords(struct emit *out)
{
	for (size_t i = 0; i < KEY_COUNT; i++)
		if (*keywords[i].word)
			emit(out, "%s\n", keywords[i].word);
}
