/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Blocks, names and values: what every pass over statements needs.
 */
#include "front.h"
#include "number.h"

#include <inttypes.h>
#include <stdlib.h>

struct block block_begin(struct front *front, enum place place,
			 const struct statement *statement)
{
	return (struct block){ .front = front, .place = place,
			       .next = statement->block };
}

/* Keywords that name something may stand any number of times. */
static bool may_repeat(const struct keyword *keyword)
{
	switch (keyword->place) {
	case PLACE_FILE:
	case PLACE_INSTANCE:
		return true;
	case PLACE_COMPONENT:
		return keyword->id != KEY_POOL && keyword->id != KEY_FAULT &&
		       keyword->id != KEY_SLOTS && keyword->id != KEY_VIEWS &&
		       keyword->id != KEY_FP;
	case PLACE_SYSTEM:
		return keyword->id != KEY_SYSTEM_BOARD;
	case PLACE_BOARD:
		return keyword->id == KEY_BOARD_DEVICE;
	default:
		return keyword->id == KEY_SETTING ||
		       keyword->id == KEY_PROVIDES_SETTING;
	}
}

bool block_next(struct block *block, struct match *match)
{
	struct diag *diag = block->front->diag;

	while (block->next) {
		const struct statement *statement = block->next;
		const struct statement **seen;

		block->next = statement->next;
		if (!keyword_match(diag, block->place, statement, match))
			continue;
		seen = &block->seen[match->keyword->id];
		if (!*seen || may_repeat(match->keyword)) {
			*seen = statement;
			return true;
		}
		diag_error(diag, statement->words->at, CHECK_DOUBLE,
			   "%s has one '%s' only", place_names[block->place],
			   match->keyword->word);
		diag_note(diag, (*seen)->words->at, "the first is here");
	}
	return false;
}

bool names_add(struct front *front, struct names *names,
	       const struct word *word, const char *what)
{
	for (uint32_t i = 0; i < names->words.count; i++) {
		const struct word *old = &names->words.items[i];

		if (old->text != word->text)
			continue;
		diag_error(front->diag, word->at, CHECK_DOUBLE,
			   "there is %s '%s' already", what, word->text);
		diag_note(front->diag, old->at, "it is here");
		return false;
	}
	*VEC_PUSH(front->arena, &names->words) = *word;
	return true;
}

/* The keywords of C11, and what compilers define in gnu11 mode. */
static const char *const c_words[] = {
	"auto", "break", "case", "char", "const", "continue", "default", "do",
	"double", "else", "enum", "extern", "float", "for", "goto", "if",
	"inline", "int", "long", "register", "restrict", "return", "short",
	"signed", "sizeof", "static", "struct", "switch", "typedef", "typeof",
	"union", "unsigned", "void", "volatile", "while", "asm", "bool",
	"true", "false", "linux", "unix", "main",
};

bool names_add_c(struct front *front, struct names *names,
		 const struct word *word, const char *what)
{
	bool bad = strncmp(word->text, "vesper_", 7) == 0 ||
		   strncmp(word->text, "abi_", 4) == 0 ||
		   (word->text[0] == '_' && (word->text[1] == '_' ||
		    (word->text[1] >= 'A' && word->text[1] <= 'Z')));

	for (size_t i = 0; i < sizeof(c_words) / sizeof(*c_words); i++)
		bad = bad || strcmp(word->text, c_words[i]) == 0;
	if (!bad)
		return names_add(front, names, word, what);
	diag_error(front->diag, word->at, CHECK_RESERVED,
		   "'%s' cannot be a name of the component's in C", word->text);
	return false;
}

uint64_t word_in_range(struct front *front, const struct word *word,
		       uint64_t low, uint64_t high, const char *what)
{
	if (word->value >= low && word->value <= high)
		return word->value;
	diag_error(front->diag, word->at, CHECK_RANGE, "%s is from %s to %s",
		   what, number_text(front->arena, word->unit, low),
		   number_text(front->arena, word->unit, high));
	return low;
}

uint64_t word_pages(struct front *front, const struct word *word,
		    uint64_t high, const char *what)
{
	uint64_t size = word_in_range(front, word, 1, high, what);

	return (size + ABI_PAGE_SIZE - 1) & ~(uint64_t)(ABI_PAGE_SIZE - 1);
}

/* Numbers: only what the type can hold; negative ones cannot be written. */
static bool number_value(struct front *front, const struct word *word,
			 const char *type, uint64_t *value)
{
	unsigned bits = (unsigned)strtoul(type + 1, NULL, 10);
	uint64_t max;

	bits -= *type == 'i';
	max = bits >= 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
	if (word->kind != WORD_NUMBER || word->unit == UNIT_PERCENT) {
		diag_error(front->diag, word->at, CHECK_TYPE,
			   "a value of type %s is a number", type);
		return false;
	}
	*value = word->value;
	if (word->value <= max)
		return true;
	diag_error(front->diag, word->at, CHECK_RANGE,
		   "%s holds at most %" PRIu64, type, max);
	return false;
}

bool word_value(struct front *front, const struct word *word,
		const char *type, uint64_t *value, const char **text)
{
	*value = 0;
	*text = NULL;
	if (strcmp(type, "string") == 0) {
		*text = word->text;
		if (word->kind == WORD_STRING)
			return true;
		diag_error(front->diag, word->at, CHECK_TYPE,
			   "a value of type string is written in \"\"");
		return false;
	}
	if (strcmp(type, "bool") == 0) {
		*value = strcmp(word->text, "true") == 0;
		if (word->kind == WORD_NAME &&
		    (*value || strcmp(word->text, "false") == 0))
			return true;
		diag_error(front->diag, word->at, CHECK_TYPE,
			   "a value of type bool is true or false");
		return false;
	}
	return number_value(front, word, type, value);
}
