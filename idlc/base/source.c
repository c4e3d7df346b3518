/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Source files: reading them, and from an offset to file, line and column.
 */
#include "base/source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

void sources_init(struct sources *sources, struct arena *arena)
{
	*sources = (struct sources){ .arena = arena, .next_base = 1 };
}

enum source_result source_add(struct sources *sources, const char *name,
			      const char *text, size_t size,
			      struct source_file **file)
{
	struct source_file *new;

	/* One offset more than bytes: the end of a file is a place in it. */
	if (size >= UINT32_MAX - 1 - sources->next_base)
		return SOURCE_TOO_MANY;
	new = ARENA_NEW(sources->arena, struct source_file);
	new->name = arena_copy(sources->arena, name, strlen(name));
	new->text = arena_alloc(sources->arena, size + 2);
	if (size)
		memcpy(new->text, text, size);
	new->size = (uint32_t)size;
	new->base = sources->next_base;
	sources->next_base += new->size + 1;
	*VEC_PUSH(sources->arena, &sources->files) = new;
	*file = new;
	return SOURCE_OK;
}

/* At most `max` bytes of a stream; NULL on an error, with errno. */
static char *read_all(FILE *stream, size_t max, size_t *size)
{
	size_t room = 16384;
	char *text = malloc(room);

	*size = 0;
	while (text) {
		size_t got = fread(text + *size, 1, room - *size, stream);

		*size += got;
		if (*size < room || *size > max)
			break;
		room *= 2;
		if (room > max + 1)
			room = max + 1;
		char *bigger = realloc(text, room);
		if (!bigger)
			break;
		text = bigger;
	}
	if (!text || ferror(stream)) {
		int saved = errno;

		free(text);
		errno = saved;
		return NULL;
	}
	return text;
}

enum source_result source_load(struct sources *sources, const char *path,
			       uint32_t size_max, struct source_file **file)
{
	enum source_result result;
	FILE *stream = fopen(path, "rb");
	char *text;
	size_t size;

	if (!stream)
		return SOURCE_UNREADABLE;
	text = read_all(stream, size_max, &size);
	fclose(stream);
	if (!text)
		return SOURCE_UNREADABLE;
	result = size > size_max ? SOURCE_TOO_LARGE :
		source_add(sources, path, text, size, file);
	free(text);
	return result;
}

struct source_file *source_file_at(const struct sources *sources,
				   uint32_t offset)
{
	uint32_t low = 0, high = sources->files.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (sources->files.items[middle]->base <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? sources->files.items[low - 1] : NULL;
}

static void find_lines(struct arena *arena, struct source_file *file)
{
	uint32_t count = 1;

	for (uint32_t i = 0; i < file->size; i++)
		count += file->text[i] == '\n';
	file->lines = arena_array(arena, count, sizeof(*file->lines));
	file->line_count = 1;
	for (uint32_t i = 0; i < file->size; i++)
		if (file->text[i] == '\n')
			file->lines[file->line_count++] = i + 1;
}

struct source_place source_place(const struct sources *sources,
				 uint32_t offset)
{
	struct source_file *file = source_file_at(sources, offset);
	uint32_t low = 0, high, at;

	if (!file)
		return (struct source_place){ 0 };
	if (!file->lines)
		find_lines(sources->arena, file);
	at = offset - file->base;
	high = file->line_count;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (file->lines[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return (struct source_place){ file, low + 1,
				      at - file->lines[low] + 1 };
}

const char *source_line(const struct sources *sources,
			const struct source_file *file, uint32_t line,
			uint32_t *size)
{
	uint32_t begin, end;

	if (!file->lines)
		find_lines(sources->arena,
			   source_file_at(sources, file->base));
	begin = file->lines[line - 1];
	end = line < file->line_count ? file->lines[line] - 1 : file->size;
	if (end > begin && file->text[end - 1] == '\r')
		end--;
	*size = end - begin;
	return file->text + begin;
}
