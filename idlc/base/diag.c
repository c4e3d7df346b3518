/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Diagnostics: collecting, sorting and printing them.
 */
#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { LINE_SHOWN_MAX = 160 };	/* bytes of a source line that are printed */

static const char *const severity_names[] = {
	[DIAG_ERROR] = "error", [DIAG_WARNING] = "warning",
};
static const char severity_letters[] = {
	[DIAG_ERROR] = 'E', [DIAG_WARNING] = 'W',
};

void diag_init(struct diag *diag, struct arena *arena, struct sources *sources,
	       const char *program)
{
	*diag = (struct diag){ .arena = arena, .sources = sources,
			       .program = program, .limit = 20 };
}

/* Whether an error for this place is there already. */
static bool is_reported(const struct diag *diag, struct span at)
{
	for (uint32_t i = 0; at.begin && i < diag->messages.count; i++) {
		const struct diag_message *m = diag->messages.items[i];

		if (m->severity == DIAG_ERROR && m->at.begin == at.begin)
			return true;
	}
	return false;
}

static void report(struct diag *diag, enum diag_severity severity,
		   struct span at, unsigned number, const char *format,
		   va_list args)
{
	struct diag_message *message;

	diag->last = NULL;
	/* Nobody reads past this: it bounds memory and is_reported's loop. */
	if (diag->messages.count >= diag->limit + 1000) {
		diag->errors += severity == DIAG_ERROR;
		return;
	}
	if (is_reported(diag, at))
		return;
	message = ARENA_NEW(diag->arena, struct diag_message);
	message->severity = severity;
	message->number = number;
	message->at = at;
	message->order = diag->messages.count;
	message->text = arena_vprintf(diag->arena, format, args);
	message->notes_end = &message->notes;
	*VEC_PUSH(diag->arena, &diag->messages) = message;
	diag->last = message;
	if (severity == DIAG_ERROR)
		diag->errors++;
	else
		diag->warnings++;
}

void diag_error(struct diag *diag, struct span at, unsigned number,
		const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report(diag, DIAG_ERROR, at, number, format, args);
	va_end(args);
}

void diag_warning(struct diag *diag, struct span at, unsigned number,
		  const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report(diag, DIAG_WARNING, at, number, format, args);
	va_end(args);
}

void diag_note(struct diag *diag, struct span at, const char *format, ...)
{
	struct diag_note *note;
	va_list args;

	if (!diag->last)
		return;
	note = ARENA_NEW(diag->arena, struct diag_note);
	note->at = at;
	va_start(args, format);
	note->text = arena_vprintf(diag->arena, format, args);
	va_end(args);
	*diag->last->notes_end = note;
	diag->last->notes_end = &note->next;
}

bool diag_is_enough(const struct diag *diag)
{
	return diag->errors > diag->limit;
}

static int compare(const void *left, const void *right)
{
	const struct diag_message *a = *(struct diag_message *const *)left;
	const struct diag_message *b = *(struct diag_message *const *)right;

	if (a->at.begin != b->at.begin)
		return a->at.begin < b->at.begin ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

static void sort(struct diag *diag)
{
	if (diag->messages.count)
		qsort(diag->messages.items, diag->messages.count,
		      sizeof(*diag->messages.items), compare);
}

/* A text with each character that does not show, and each byte that is none, as
   '?': a message must not do anything to a terminal. */
static void print_text(const char *text, uint32_t size, FILE *stream)
{
	uint32_t step;

	for (uint32_t i = 0; i < size; i += step) {
		uint32_t c = utf8_character((const unsigned char *)text + i,
					    size - i, &step);

		if (step && utf8_shows(c) && c != 0)
			fwrite(text + i, 1, step, stream);
		else
			fputc('?', stream);
		step = step ? step : 1;
	}
}

/*
 * The line of a span with a caret and a tilde per further byte. Tabs stay, so
 * that the caret is right whatever they mean. UTF-8 continuation bytes have no
 * column.
 */
static void print_line(const struct diag *diag, struct span at, FILE *stream)
{
	struct source_place place = source_place(diag->sources, at.begin);
	uint32_t size, first = place.column - 1, from = 0, last;
	const char *line = source_line(diag->sources, place.file, place.line,
				       &size);

	if (first > LINE_SHOWN_MAX / 2 && size > LINE_SHOWN_MAX)
		from = first - LINE_SHOWN_MAX / 2;
	if (size - from > LINE_SHOWN_MAX)
		size = from + LINE_SHOWN_MAX;
	last = first + (at.end > at.begin ? at.end - at.begin : 1);
	fputs(from ? "..." : "", stream);
	if (size > from)
		print_text(line + from, size - from, stream);
	fputs(from ? "\n   " : "\n", stream);
	for (uint32_t i = from; i < first && i < size; i++)
		if (((unsigned char)line[i] & 0xc0) != 0x80)
			fputc(line[i] == '\t' ? '\t' : ' ', stream);
	fputc('^', stream);
	for (uint32_t i = first + 1; i < last && i < size; i++)
		if (((unsigned char)line[i] & 0xc0) != 0x80)
			fputc('~', stream);
	fputc('\n', stream);
}

static void print_place(const struct diag *diag, struct span at, FILE *stream)
{
	struct source_place place = source_place(diag->sources, at.begin);

	if (place.file)
		fprintf(stream, "%s:%u:%u: ", place.file->name, place.line,
			place.column);
	else
		fprintf(stream, "%s: ", diag->program);
}

static void print_message(const struct diag *diag,
			  const struct diag_message *message, FILE *stream)
{
	print_place(diag, message->at, stream);
	fprintf(stream, "%s %c%04u: ", severity_names[message->severity],
		severity_letters[message->severity], message->number);
	print_text(message->text, (uint32_t)strlen(message->text), stream);
	fputc('\n', stream);
	if (message->at.begin)
		print_line(diag, message->at, stream);
	for (struct diag_note *n = message->notes; n; n = n->next) {
		print_place(diag, n->at, stream);
		fputs("note: ", stream);
		print_text(n->text, (uint32_t)strlen(n->text), stream);
		fputc('\n', stream);
		if (n->at.begin)
			print_line(diag, n->at, stream);
	}
}

void diag_print(struct diag *diag, FILE *stream)
{
	uint32_t shown = 0;

	sort(diag);
	for (uint32_t i = 0; i < diag->messages.count; i++) {
		const struct diag_message *message = diag->messages.items[i];

		if (message->severity == DIAG_ERROR && shown++ >= diag->limit)
			continue;
		print_message(diag, message, stream);
	}
	if (diag->errors > diag->limit)
		fprintf(stream, "%s: %u more errors are not shown\n",
			diag->program, diag->errors - diag->limit);
}

static void print_json_string(const char *text, FILE *stream)
{
	fputc('"', stream);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < ' ' || c > 126)
			fprintf(stream, "\\u%04x", c);
		else
			fprintf(stream, c == '"' || c == '\\' ? "\\%c" : "%c",
				c);
	}
	fputc('"', stream);
}

static void print_json_place(const struct diag *diag, struct span at,
			     FILE *stream)
{
	struct source_place begin = source_place(diag->sources, at.begin);
	struct source_place end = source_place(
		diag->sources, at.end > at.begin ? at.end : at.begin);

	if (!begin.file)
		return;
	fputs(",\"file\":", stream);
	print_json_string(begin.file->name, stream);
	fprintf(stream, ",\"line\":%u,\"column\":%u,\"endLine\":%u,"
		"\"endColumn\":%u", begin.line, begin.column, end.line,
		end.column);
}

void diag_print_json(struct diag *diag, FILE *stream)
{
	sort(diag);
	fputc('[', stream);
	for (uint32_t i = 0; i < diag->messages.count; i++) {
		const struct diag_message *m = diag->messages.items[i];

		fprintf(stream, "%s\n{\"severity\":\"%s\",\"code\":\"%c%04u\","
			"\"message\":", i ? "," : "",
			severity_names[m->severity],
			severity_letters[m->severity], m->number);
		print_json_string(m->text, stream);
		print_json_place(diag, m->at, stream);
		fputs(",\"notes\":[", stream);
		for (struct diag_note *n = m->notes; n; n = n->next) {
			fputs("{\"message\":", stream);
			print_json_string(n->text, stream);
			print_json_place(diag, n->at, stream);
			fputs(n->next ? "}," : "}", stream);
		}
		fputs("]}", stream);
	}
	fputs("\n]\n", stream);
}

bool diag_explain(const struct diag_entry *entries, size_t count,
		  const char *number, FILE *stream)
{
	char *end;
	unsigned long wanted;

	if (*number == 'E' || *number == 'W')
		number++;
	wanted = strtoul(number, &end, 10);
	if (end == number || *end)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct diag_entry *e = &entries[i];

		if (e->number != wanted)
			continue;
		fprintf(stream, "%04u: %s\n\n%s\n", e->number, e->title,
			e->text);
		if (e->bad)
			fprintf(stream, "\nWrong:\n%s", e->bad);
		if (e->good)
			fprintf(stream, "\nRight:\n%s", e->good);
		return true;
	}
	return false;
}
