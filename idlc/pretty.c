/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The formatter. Where lines end is the author's affair and stays; how they are
 * indented, the spaces in them and the number of empty lines are not: a tab
 * for each brace and one more for a statement that goes on, one space or none
 * between two tokens, one empty line where there were more. Tokens and comments
 * come out as they were, so that a second run changes nothing.
 */
#include "pretty.h"

#include "parse.h"

/* Tokens and comments in the order of the source. */
struct piece {
	struct span at;
	int kind;		/* of the token; COMMENT */
	bool is_line;		/* a comment up to the end of its line */
};

enum { COMMENT = -1 };

struct pretty {
	struct emit *emit;
	const struct source_file *file;
	int previous;		/* kind of the last token, 0 at first */
	int before;		/* and of the one before that */
	uint32_t end;		/* offset behind the last piece */
	bool after_line_comment;
	unsigned braces, parens;
	bool is_start;		/* a statement begins here */
	int attribute;		/* 1: after its '@', 2: after its name, 3: in its
				   '(': what follows is a start too */
	unsigned attribute_parens;
};

static const char *text_at(const struct pretty *p, uint32_t offset)
{
	return p->file->text + (offset - p->file->base);
}

static bool is_name(int kind)
{
	return kind == IDENTIFIER || (kind >= LIBRARY && kind <= RESERVED);
}

static bool is_value_end(int kind)
{
	return is_name(kind) || kind == INTEGER || kind == STRING_LITERAL ||
	       kind == ')' || kind == ']';
}

/* Whether a space stands between two tokens of one line. */
static bool has_space(const struct pretty *p, int kind)
{
	int last = p->previous;
	bool is_unary = (last == '-' || last == '~') &&
			!is_value_end(p->before);

	switch (kind) {
	case ';': case ',': case ')': case ']': case '>': case '?': case '.':
	case TO:
		return false;
	case '(':
		return last == ARROW || (!is_value_end(last) && last != '(' &&
					 !is_unary);
	case '[': case '<':
		return false;
	case ':':
		return p->braces == 0;
	default:
		break;
	}
	switch (last) {
	case '(': case '[': case '<': case '@': case '.': case TO:
		return false;
	default:
		return !is_unary;
	}
}

static unsigned newlines(const struct pretty *p, uint32_t from, uint32_t to)
{
	unsigned count = 0;

	for (uint32_t i = from; i < to; i++)
		count += *text_at(p, i) == '\n';
	return count;
}

/* The space before a piece: lines as they were, the rest by the rules. */
static void space(struct pretty *p, const struct piece *piece)
{
	unsigned lines = newlines(p, p->end, piece->at.begin);
	unsigned depth = p->braces;

	if (p->emit->size == 0)
		return;
	if (lines == 0 && p->after_line_comment)
		lines = 1;
	if (lines == 0) {
		if (piece->kind == COMMENT ||
		    has_space(p, piece->kind))
			emit(p->emit, " ");
		return;
	}
	emit(p->emit, lines > 1 ? "\n\n" : "\n");
	if (piece->kind == '}')
		depth = depth ? depth - 1 : 0;
	else if (!p->is_start)
		depth++;
	while (depth--)
		emit(p->emit, "\t");
}

/* A statement made of attributes alone has not begun yet. */
static void follow_attribute(struct pretty *p, int kind)
{
	if (p->attribute == 1) {
		p->attribute = 2;
	} else if (p->attribute == 2 && kind == '(') {
		p->attribute = 3;
		p->attribute_parens = 1;
	} else if (p->attribute == 3) {
		if (kind == '(')
			p->attribute_parens++;
		else if (kind == ')')
			p->attribute_parens--;
		if (!p->attribute_parens)
			p->attribute = 2;
	} else {
		p->attribute = kind == '@' && p->is_start ? 1 : 0;
	}
}

static void follow(struct pretty *p, int kind)
{
	bool was_start = p->is_start;

	follow_attribute(p, kind);
	if (kind == '{')
		p->braces++;
	else if (kind == '}' && p->braces)
		p->braces--;
	if (kind == '(' || kind == '[')
		p->parens++;
	else if ((kind == ')' || kind == ']') && p->parens)
		p->parens--;
	p->is_start = kind == ';' || kind == '{' || kind == '}' ||
		      (kind == ',' && p->braces && !p->parens) ||
		      (p->attribute && was_start);
	p->before = p->previous;
	p->previous = kind;
}

static void print(struct pretty *p, const struct piece *piece)
{
	uint32_t size = piece->at.end - piece->at.begin;
	const char *text = text_at(p, piece->at.begin);

	space(p, piece);
	/* A comment to the end of a line may have spaces there. */
	while (piece->is_line && size && (text[size - 1] == ' ' ||
					  text[size - 1] == '\t' ||
					  text[size - 1] == '\r'))
		size--;
	emit_raw(p->emit, text, size);
	p->end = piece->at.end;
	p->after_line_comment = piece->is_line;
	if (piece->kind != COMMENT)
		follow(p, piece->kind);
}

void pretty_print(const struct source_file *file, const struct tokens *tokens,
		  struct emit *e)
{
	struct pretty p = { .emit = e, .file = file, .end = file->base,
			    .is_start = true };
	uint32_t c = 0;

	for (uint32_t t = 0; t < tokens->list.count; t++) {
		const struct token *token = &tokens->list.items[t];
		struct piece piece = { token->at, token->kind, false };

		for (; c < tokens->comments.count &&
		       tokens->comments.items[c].token == t; c++) {
			struct span at = tokens->comments.items[c].at;
			struct piece comment = { at, COMMENT,
						 text_at(&p, at.begin)[1] ==
						 '/' };

			print(&p, &comment);
		}
		if (token->kind)
			print(&p, &piece);
	}
	emit(e, "\n");
}
