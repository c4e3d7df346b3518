/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Documentation comments. They are no part of the grammar: the lines that stand
 * before a token are kept with its place, and who wants the documentation of
 * a node asks for what stands before it.
 */
#include "parser.h"

/* Join the lines of documentation that stand before one token. */
void collect_docs(struct parse *parse, const struct tokens *tokens,
			 const struct source_file *source)
{
	struct arena *arena = parse->compile->arena;
	const struct comment *c = tokens->comments.items;
	const struct comment *end = c + tokens->comments.count;

	while (c < end) {
		const struct comment *first = c, *last = c;
		size_t size = 0;
		struct ast_doc *doc;
		char *text, *out;

		if (!c->is_doc) {
			c++;
			continue;
		}
		for (; c < end && c->token == first->token; c++) {
			size += c->is_doc ? c->at.end - c->at.begin : 0;
			last = c->is_doc ? c : last;
		}
		out = text = arena_alloc(arena, size + 1);
		for (const struct comment *l = first; l <= last; l++) {
			uint32_t begin = l->at.begin + 3, length;

			if (!l->is_doc)
				continue;
			if (begin < l->at.end &&
			    source->text[begin - source->base] == ' ')
				begin++;
			length = l->at.end - begin;
			memcpy(out, source->text + (begin - source->base),
			       length);
			out += length;
			while (out > text && (out[-1] == '\r' ||
					      out[-1] == ' ' ||
					      out[-1] == '\t'))
				out--;
			*out++ = '\n';
		}
		doc = VEC_PUSH(arena, &parse->file->docs);
		doc->before = tokens->list.items[first->token].at.begin;
		doc->at = span_join(first->at, last->at);
		doc->text = text;
	}
}

const char *ast_doc(struct ast_file *file, struct span at)
{
	uint32_t low = 0, high = file->docs.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		struct ast_doc *doc = &file->docs.items[middle];

		if (doc->before == at.begin) {
			doc->is_used = true;
			return doc->text;
		}
		if (doc->before < at.begin)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
