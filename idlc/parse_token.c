/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Where the parser gets its tokens from.
 */
#include "parser.h"

#include "errors.h"
#include "parse.h"

/* Tokens that begin a declaration and are followed by its name. */
static bool begins_decl(const struct token *token)
{
	/* Three modifiers exist; looking past more would take square time. */
	for (int i = 0; i < 3 && (token->kind == STRICT ||
				  token->kind == FLEXIBLE ||
				  token->kind == RESOURCE); i++)
		token++;
	switch (token->kind) {
	case TYPE: case ENUM: case BITS: case ERROR: case STRUCT: case UNION:
	case INTERFACE:
		return token[1].kind == IDENTIFIER;
	case IMPORT: case LIBRARY:
		return token[1].kind == IDENTIFIER &&
		       (token[2].kind == ';' || token[2].kind == '.');
	default:
		return false;
	}
}

/*
 * The next token. Inside of braces `struct name` stands nowhere in the
 * language, so there a '}' is missing: say so and give the parser one.
 */
const struct token *parse_next_token(struct parse *parse)
{
	const struct token *token = parse->next;

	if (parse->depth && token->kind != '}' &&
	    (token->kind == 0 || begins_decl(token))) {
		uint32_t top = parse->depth <= 4 ? parse->depth - 1 : 3;

		if (parse->before != token) {
			diag_error(parse->compile->diag, token->at,
				   E_BRACE_MISSING, "a '}' is missing before "
				   "this");
			diag_note(parse->compile->diag, parse->open[top],
				  "for the '{' here");
		}
		parse->is_broken = true;
		parse->before = token;
		parse->depth--;
		parse->injected = (struct token){ .kind = '}',
						  .at = { token->at.begin,
							  token->at.begin } };
		return &parse->injected;
	}
	if (token != parse->last)
		parse->next++;
	if (token->kind == '{') {
		if (parse->depth < 4)
			parse->open[parse->depth] = token->at;
		parse->depth++;
	} else if (token->kind == '}' && parse->depth) {
		parse->depth--;
	}
	return token;
}

void parse_skip_braces(struct parse *parse)
{
	parse->file->is_incomplete = true;
	while (parse->depth && parse->next != parse->last &&
	       !begins_decl(parse->next)) {
		if (parse->next->kind == '{')
			parse->depth++;
		else if (parse->next->kind == '}')
			parse->depth--;
		parse->next++;
	}
	parse->depth = 0;
}
