/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The keyword table, and the matching of statements with it. A pattern is
 * walked token by token beside the statement's words; there is no backtracking,
 * as an optional group is taken when its first token fits.
 */
#include "keyword.h"

#include <ctype.h>

#include "base/suggest.h"

const struct keyword keywords[KEY_COUNT] = {
#define K(place_, id_, word_, pattern_, block_, unit_, standard_, text_)      \
	{ KEY_##id_, PLACE_##place_, word_, pattern_, PLACE_##block_, unit_,  \
	  standard_, text_ },
#include "keyword.def"
#undef K
};

const char *const place_names[PLACE_COUNT] = {
#define X(name, text) text,
	PLACES(X)
#undef X
};

enum { TOKEN_MAX = 64 };

/* The walk along pattern and words. */
struct walk {
	struct diag *diag;
	struct match *match;
	const char *pattern;	/* the rest */
	const struct word *word; /* the next one; NULL = none left */
	struct span last;	/* the word before it */
	unsigned args;
};

/* An argument's kind: which words it takes, and how the manual calls it. */
struct argument {
	const char *name;
	enum word_kind kind;
	enum unit unit;
	bool dotted;		/* a name with dots and '*' is right */
	const char *text;
};

static const struct argument arguments[] = {
	{ "NAME", WORD_NAME, 0, false, "a name" },
	{ "TYPE", WORD_NAME, 0, false, "a type" },
	{ "KIND", WORD_NAME, 0, false, "a kind of device" },
	{ "INTERFACE", WORD_NAME, 0, true, "an interface, as 'library.name'" },
	{ "PATH", WORD_NAME, 0, true, "a name, as 'instance.name'" },
	{ "PATTERN", WORD_NAME, 0, true, "a name, as 'instance.name' or '*.name'" },
	{ "COUNT", WORD_NUMBER, UNIT_NONE, false, "a number" },
	{ "ADDRESS", WORD_NUMBER, UNIT_NONE, false, "an address" },
	{ "SIZE", WORD_NUMBER, UNIT_SIZE, false, "a size, as '64K'" },
	{ "TIME", WORD_NUMBER, UNIT_TIME, false, "a time, as '300us'" },
	{ "PERCENT", WORD_NUMBER, UNIT_PERCENT, false, "a percentage, as '3%'" },
	{ "STRING", WORD_STRING, 0, false, "a string" },
	{ "VALUE", WORD_NUMBER, 0, true, "a number, a string, true or false" },
};
enum { ARGUMENTS = sizeof(arguments) / sizeof(arguments[0]) };

const struct keyword *keyword_find(enum place place, const char *word)
{
	const struct keyword *any = NULL;

	for (size_t i = 0; i < KEY_COUNT; i++) {
		if (keywords[i].place != place)
			continue;
		if (strcmp(keywords[i].word, word) == 0)
			return &keywords[i];
		if (!*keywords[i].word)
			any = &keywords[i];
	}
	return any;
}

const struct word *word_next_item(const struct word *word)
{
	return word->next && word->next->next ? word->next->next : NULL;
}

/* The next token of the pattern; empty at its end. */
static size_t token_peek(const char *pattern, char token[TOKEN_MAX])
{
	size_t skip = strspn(pattern, " ");
	size_t size = strcspn(pattern + skip, " ");

	memcpy(token, pattern + skip, size);
	token[size] = '\0';
	return skip + size;
}

static const struct argument *argument_find(const char *token)
{
	for (size_t i = 0; i < ARGUMENTS; i++)
		if (strcmp(arguments[i].name, token) == 0)
			return &arguments[i];
	return NULL;
}

/* Whether `word` is one of the alternatives "a|b|c" (or just "a"). */
static bool is_alternative(const char *token, const char *word)
{
	size_t size = strlen(word);

	for (; *token; token += strcspn(token, "|"),
		       token += *token == '|') {
		if (strncmp(token, word, size) == 0 &&
		    (token[size] == '|' || !token[size]))
			return true;
	}
	return false;
}

static bool argument_fits(const struct argument *argument,
			  const struct word *word)
{
	if (strcmp(argument->name, "VALUE") == 0)
		return word->kind != WORD_MARK;
	if (word->kind != argument->kind) {
		return argument->dotted && word->kind == WORD_MARK &&
		       strcmp(word->text, "*") == 0 &&
		       strcmp(argument->name, "PATTERN") == 0;
	}
	if (word->kind == WORD_NAME)
		return argument->dotted || !strpbrk(word->text, ".*");
	if (word->kind != WORD_NUMBER || word->unit == argument->unit)
		return true;
	/* A plain number is a size in bytes. */
	return word->unit == UNIT_NONE && argument->unit == UNIT_SIZE;
}

static bool token_fits(const char *token, const struct word *word)
{
	const struct argument *argument = argument_find(token);

	if (!word)
		return false;
	return argument ? argument_fits(argument, word) :
	       is_alternative(token, word->text);
}

/* "write: uses NAME : INTERFACE [ ?|* ];" */
static void note_usage(const struct walk *walk)
{
	const struct keyword *k = walk->match->keyword;

	diag_note(walk->diag, walk->match->statement->words->at,
		  "write: %s%s%s%s", k->word, *k->pattern ? " " : "",
		  k->pattern, k->block == PLACE_NONE ? ";" : " { }");
}

static bool wrong_word(struct walk *walk, const char *token)
{
	const struct argument *argument = argument_find(token);
	const char *wanted = argument ? argument->text :
		arena_printf(walk->diag->arena, "'%s'", token);

	if (!walk->word)
		diag_error(walk->diag, (struct span){ walk->last.end,
			   walk->last.end + 1 }, 11,
			   "%s is missing here", wanted);
	else
		diag_error(walk->diag, walk->word->at, 11,
			   "expected %s before '%.40s'", wanted,
			   walk->word->text);
	note_usage(walk);
	return false;
}

static void word_take(struct walk *walk)
{
	walk->last = walk->word->at;
	walk->word = walk->word->next;
}

/* An argument, with its repetitions if ",..." follows. */
static bool take_argument(struct walk *walk, const char *token)
{
	char after[TOKEN_MAX];
	size_t size = token_peek(walk->pattern, after);
	bool repeated = strcmp(after, ",...") == 0;
	unsigned i = walk->args++;

	if (repeated)
		walk->pattern += size;
	walk->match->arg[i] = walk->word;
	for (;;) {
		if (!token_fits(token, walk->word))
			return wrong_word(walk, token);
		word_take(walk);
		walk->match->count[i]++;
		if (!repeated || !walk->word ||
		    strcmp(walk->word->text, ",") != 0)
			return true;
		word_take(walk);
	}
}

static bool take_token(struct walk *walk, const char *token, bool captured)
{
	if (argument_find(token))
		return take_argument(walk, token);
	if (!token_fits(token, walk->word))
		return wrong_word(walk, token);
	if (captured || strchr(token, '|'))
		walk->match->arg[walk->args++] = walk->word;
	word_take(walk);
	return true;
}

/* [ ... ]: taken when the first token fits, else its arguments stay empty. */
static bool take_group(struct walk *walk)
{
	char token[TOKEN_MAX], next[TOKEN_MAX];
	bool taken, first = true;

	token_peek(walk->pattern, token);
	taken = token_fits(token, walk->word);
	for (;; first = false) {
		bool alone;

		walk->pattern += token_peek(walk->pattern, token);
		if (strcmp(token, "]") == 0)
			return true;
		token_peek(walk->pattern, next);
		alone = first && strcmp(next, "]") == 0;
		if (taken) {
			if (!take_token(walk, token, alone))
				return false;
		} else if (alone || argument_find(token) ||
			   strchr(token, '|')) {
			walk->args++;
		}
	}
}

static bool match_words(struct walk *walk)
{
	char token[TOKEN_MAX];

	for (;;) {
		walk->pattern += token_peek(walk->pattern, token);
		if (!*token)
			break;
		if (!(strcmp(token, "[") == 0 ? take_group(walk) :
		      take_token(walk, token, false)))
			return false;
	}
	if (!walk->word)
		return true;
	diag_error(walk->diag, walk->word->at, 11, "unexpected '%.40s'",
		   walk->word->text);
	note_usage(walk);
	return false;
}

static void unknown_keyword(struct diag *diag, enum place place,
			    const struct word *word)
{
	struct suggest suggest = suggest_start(word->text);
	const char *list = "";

	for (size_t i = 0; i < KEY_COUNT; i++) {
		if (keywords[i].place != place || !*keywords[i].word)
			continue;
		suggest_offer(&suggest, keywords[i].word);
		list = arena_printf(diag->arena, "%s%s%s", list,
				    *list ? ", " : "", keywords[i].word);
	}
	diag_error(diag, word->at, 10, "%s has no '%.40s'%s",
		   place_names[place], word->text,
		   suggest_text(&suggest, diag->arena));
	diag_note(diag, word->at, "there can be: %s", list);
}

static bool match_end(struct diag *diag, const struct keyword *keyword,
		      const struct statement *statement)
{
	if (statement->has_block && keyword->block == PLACE_NONE) {
		diag_error(diag, statement->closing, 12,
			   "'%s' has no block: write ';'", keyword->word);
		return false;
	}
	if (!statement->ended) {
		diag_error(diag, statement->closing, 5,
			   "';' is missing before this");
		return false;
	}
	return true;
}

bool keyword_match(struct diag *diag, enum place place,
		   const struct statement *statement, struct match *match)
{
	const struct word *word = statement->words;
	const struct keyword *keyword = NULL;
	struct walk walk;

	*match = (struct match){ .statement = statement };
	if (word->kind == WORD_NAME)
		keyword = keyword_find(place, word->text);
	if (!keyword) {
		unknown_keyword(diag, place, word);
		return false;
	}
	match->keyword = keyword;
	walk = (struct walk){ .diag = diag, .match = match,
			      .pattern = keyword->pattern,
			      .word = word->next, .last = word->at };
	return match_words(&walk) && match_end(diag, keyword, statement);
}
