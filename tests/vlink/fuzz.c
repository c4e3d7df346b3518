/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Manifests with mistakes that nobody thought of: every file named on the
 * command line is read as it is, cut off everywhere, and changed at random,
 * some bytes or words at a time. Whatever comes, the front end must end, with
 * errors or without; the sanitizers watch. A failure names the file and the
 * round, and leaves the text in readers.input.
 *
 *	fuzz ROUNDS FOLDER FILE...
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "keyword.h"
#include "mutate.h"
#include "readers.h"

static size_t load(const char *path, char *text, size_t room)
{
	FILE *file = fopen(path, "rb");
	size_t size;

	if (!file) {
		perror(path);
		exit(99);
	}
	size = fread(text, 1, room, file);
	fclose(file);
	return size;
}

/* Words that mean something somewhere. */
static const char *const words[] = {
	"{", "}", ";", ":", "=", ",", "*", "?", "->", "..", "\"", "/*", "//",
	"0xffffffffffffffff", "4K", "1s", "3%", "board.uart0", "*.con",
};

static const char *random_word(void)
{
	size_t count = sizeof(words) / sizeof(*words);
	size_t i = random_below(count + KEY_COUNT);

	return i < count ? words[i] : keywords[i - count].word;
}

/* One change: a byte, a word put in, a piece taken out or doubled. */
static size_t change(char *text, size_t size, size_t room)
{
	size_t at = random_below(size + 1), length;
	const char *word = random_word();

	switch (random_below(4)) {
	case 0:
		if (at < size)
			text[at] = (char)random_below(256);
		return size;
	case 1:
		length = strlen(word);
		if (size + length > room)
			return size;
		memmove(text + at + length, text + at, size - at);
		memcpy(text + at, word, length);
		return size + length;
	case 2:
		length = random_below(40);
		if (at + length > size)
			return size;
		memmove(text + at, text + at + length, size - at - length);
		return size - length;
	default:
		length = random_below(200);
		if (at + length > size || size + length > room)
			return size;
		memmove(text + at + length, text + at, size - at);
		return size + length;
	}
}

int main(int argc, char **argv)
{
	enum { ROOM = 1 << 20 };
	char *text = malloc(ROOM), *copy = malloc(ROOM);
	const struct file_reader *manifest = reader_named("manifest");
	unsigned long rounds, total = 0;

	if (argc < 4 || chdir(argv[2]) != 0 || !text || !copy ||
	    !manifest)
		return 99;
	rounds = strtoul(argv[1], NULL, 10);
	for (int i = 3; i < argc; i++) {
		size_t size = load(argv[i], text, ROOM / 2);

		fprintf(stderr, "%s\n", argv[i]);
		for (size_t cut = 0; cut <= size; cut += 1 + size / 64)
			reader_run(manifest, (const uint8_t *)text, cut);
		for (unsigned long round = 0; round < rounds; round++) {
			size_t now = size;

			memcpy(copy, text, size);
			for (uint64_t n = 1 + random_below(6); n > 0; n--)
				now = change(copy, now, ROOM);
			reader_run(manifest, (const uint8_t *)copy, now);
			total++;
		}
	}
	printf("%lu changed manifests read\n", total);
	free(text);
	free(copy);
	return total ? 0 : 1;
}
