/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 *	fuzz_readers ROUNDS READER FILE...
 *	fuzz_readers --change SEED FROM TO
 *
 * The files are read as they are, cut off at lengths of every class, and
 * changed at random, ROUNDS times each. What a reader got last is in
 * readers.input. The second form writes one changed file, for whole programs.
 */
#include <stdio.h>
#include <stdlib.h>

#include "mutate.h"
#include "readers.h"

enum { ROOM = 1 << 24 };

static size_t load(const char *path, uint8_t *bytes)
{
	FILE *file = fopen(path, "rb");
	size_t size;

	if (!file) {
		perror(path);
		exit(99);
	}
	size = fread(bytes, 1, ROOM, file);
	fclose(file);
	return size;
}

static int change_file(const char *seed, const char *from, const char *to)
{
	uint8_t *bytes = malloc(ROOM);
	size_t size = load(from, bytes);
	FILE *file = fopen(to, "wb");

	random_state = 1 + strtoull(seed, NULL, 10) * UINT64_C(0x9e3779b97f4a7c15);
	for (uint64_t n = 1 + random_below(3); n > 0; n--)
		size = change_bytes(bytes, size);
	if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
		return 99;
	free(bytes);
	return 0;
}

static unsigned long fuzz(const struct file_reader *reader, const char *path,
			  unsigned long rounds)
{
	uint8_t *bytes = malloc(ROOM), *copy = malloc(ROOM);
	size_t size = load(path, bytes);
	unsigned long total = 0;

	fprintf(stderr, "%s: %s\n", reader->name, path);
	reader_run(reader, bytes, size);
	for (size_t cut = 0; cut < size; cut += 1 + cut / 8, total++)
		reader_run(reader, bytes, cut);
	for (; rounds > 0; rounds--, total++) {
		size_t now = size;

		memcpy(copy, bytes, size);
		for (uint64_t n = 1 + random_below(4); n > 0; n--)
			now = change_bytes(copy, now);
		reader_run(reader, copy, now);
	}
	free(bytes);
	free(copy);
	return total;
}

int main(int argc, char **argv)
{
	const struct file_reader *reader = argc > 2 ? reader_named(argv[2]) : NULL;
	unsigned long total = 0;

	if (argc == 5 && strcmp(argv[1], "--change") == 0)
		return change_file(argv[2], argv[3], argv[4]);
	for (int i = 3; reader && i < argc; i++)
		total += fuzz(reader, argv[i], strtoul(argv[1], NULL, 10));
	printf("%s: %lu changed files read\n", reader ? reader->name : "none",
	       total);
	return total ? 0 : 99;
}
