/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Grammar of manifests: one for components, systems and boards. A statement is
 * words ended by ';' or a block; what the words may be is a matter of the
 * keyword table. Recovery is at ';' and '}'.
 */
%define api.pure full
%define api.prefix {manifest_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%parse-param { void *scanner } { struct reader *reader }
%lex-param { void *scanner }

%code requires {
#include "ast.h"
}

%code {
#include "scan.h"

/* A block's depth is checked by the reader, with a message of its own. */
#define YYMAXDEPTH 100000
#define YYLLOC_DEFAULT(current, rhs, n)                                       \
	((current) = (n) ? span_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n)) :    \
			   (struct span){ YYRHSLOC(rhs, 0).end,               \
					  YYRHSLOC(rhs, 0).end })

static void manifest_error(struct span *at, void *scanner,
			   struct reader *reader, const char *text);
static struct statement *statement_new(struct reader *reader,
				       struct words words, const char *doc,
				       struct span at);
static const char *doc_take(struct reader *reader);
static bool block_open(struct reader *reader, struct span at);
}

%union {
	struct word *word;
	struct words { struct word *first, *last; } words;
	struct statement *statement;
	struct statements { struct statement *first, *last; } statements;
	const char *text;
}

%token MANIFEST_EOF 0 "the end of the file"
%token <word> WORD "a word"
%token '{' "'{'" '}' "'}'" ';' "';'"
%type <words> words
%type <statements> statements block
%type <statement> statement
%type <text> doc

%%

file: statements	{ reader->statements = $1.first; }
    | statements tail	{ reader->statements = $1.first; }
    | statements '}' {
	diag_error(reader->diag, @2, 5, "this '}' closes nothing");
	reader->statements = $1.first;
	YYABORT;
    }
    ;

/* Words at the end of the file without a ';'. */
tail: doc words {
	(void)$1;
	(void)$2;
	if (!reader->is_binary)
		diag_error(reader->diag, @2, 5,
			   "the file ends in a statement: write ';' after it");
    }
    ;

statements: %empty		{ $$ = (struct statements){ 0 }; }
    | statements statement {
	$$ = $1;
	if ($$.last)
		$$.last->next = $2;
	else
		$$.first = $2;
	$$.last = $2;
    }
    | statements ';'		{ $$ = $1; }
    | statements error ';'	{ $$ = $1; yyerrok; }
    | statements error block	{ $$ = $1; yyerrok; }
    ;

statement: doc words ';' {
	$$ = statement_new(reader, $2, $1, @2);
	$$->ended = true;
	$$->closing = @3;
    }
    | doc words block {
	$$ = statement_new(reader, $2, $1, @2);
	$$->block = $3.first;
	$$->has_block = true;
	$$->ended = true;
	$$->closing = @3;
    }
    ;

/* `{ a, b }`: the last statement of a block may be ended by its '}'. */
block: '{' open statements '}' {
	$$ = $3;
	@$ = @4;
	reader->depth--;
    }
    | '{' open statements doc words '}' {
	struct statement *last = statement_new(reader, $5, $4, @5);

	last->closing = @6;
	$$ = $3;
	if ($$.last)
		$$.last->next = last;
	else
		$$.first = last;
	$$.last = last;
	@$ = @6;
	reader->depth--;
    }
    | '{' open statements error '}' {
	$$ = $3;
	@$ = @5;
	reader->depth--;
	yyerrok;
    }
    ;

open: %empty {
	if (!block_open(reader, @$))
		YYABORT;
    }
    ;

doc: %empty		{ $$ = doc_take(reader); }
    ;

words: WORD		{ $$ = (struct words){ $1, $1 }; }
    | words WORD {
	$$ = $1;
	$$.last->next = $2;
	$$.last = $2;
    }
    ;

%%

static struct statement *statement_new(struct reader *reader,
				       struct words words, const char *doc,
				       struct span at)
{
	struct statement *statement = ARENA_NEW(reader->arena,
						struct statement);

	statement->at = at;
	statement->words = words.first;
	statement->doc = doc;
	return statement;
}

static const char *doc_take(struct reader *reader)
{
	const char *text;

	if (!reader->doc.count)
		return NULL;
	text = intern(reader->interner, reader->doc.items, reader->doc.count);
	reader->doc.count = 0;
	return text;
}

/* A parser's stack is not the place to find out: see AST_DEPTH_MAX. */
static bool block_open(struct reader *reader, struct span at)
{
	if (reader->depth++ < AST_DEPTH_MAX)
		return true;
	diag_error(reader->diag, at, 6, "more than %d blocks in each other",
		   AST_DEPTH_MAX);
	return false;
}

static int yyreport_syntax_error(const yypcontext_t *context, void *scanner,
				 struct reader *reader)
{
	yysymbol_kind_t token = yypcontext_token(context), expected[4];
	struct span at = *yypcontext_location(context);
	int count = yypcontext_expected_tokens(context, expected, 4);
	const char *list = "";

	(void)scanner;
	if (reader->is_binary)
		return 0;
	if (token == YYSYMBOL_YYEOF) {
		diag_error(reader->diag, at, 5,
			   "the file ends in a block: write '}' to close it");
		return 0;
	}
	for (int i = 0; i < count; i++)
		list = arena_printf(reader->arena, "%s%s%s", list,
				    i ? " or " : "; expected ",
				    yysymbol_name(expected[i]));
	diag_error(reader->diag, at, 5, "unexpected %s%s",
		   yysymbol_name(token), list);
	return 0;
}

static void manifest_error(struct span *at, void *scanner,
			   struct reader *reader, const char *text)
{
	(void)scanner;
	diag_error(reader->diag, *at, 5, "%s", text);
}

struct statement *manifest_read(struct arena *arena, struct interner *interner,
				struct diag *diag,
				const struct source_file *file)
{
	struct reader reader = { .arena = arena, .interner = interner,
				 .diag = diag, .file = file };
	void *scanner;

	if (!manifest_is_plain(diag, file))
		return NULL;
	if (!scanner_open(&reader, &scanner))
		arena_exhausted();
	manifest_parse(scanner, &reader);
	scanner_close(scanner);
	return reader.statements;
}
