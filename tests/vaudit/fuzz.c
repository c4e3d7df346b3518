/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 *	fuzz ROUNDS IMAGE.elf KERNEL8.IMG SYSTEM.json
 *
 * The audit reads images with the JSON of others, cut off and changed at random,
 * and JSON likewise. It must end, whatever comes, and find a difference or
 * refuse unless nothing that it looks at was changed; the sanitizers watch.
 */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "mutate.h"

enum { ROOM = 1 << 24 };
#define JSON_INPUT "fuzz.json"

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

/* With the messages made, as these read too. */
static void audit(struct image *image, const struct wanted *wanted)
{
	struct audit audit = { .image = image, .wanted = wanted,
			       .out = fopen("/dev/null", "w") };

	if (!audit.out)
		exit(99);
	(void)audit_run(&audit);
	fclose(audit.out);
}

static void try_image(const uint8_t *bytes, size_t size,
		      const struct wanted *wanted)
{
	struct image image;
	uint8_t *exact = malloc(size + 1); /* so that an overrun is seen */

	memcpy(exact, bytes, size);
	exact = realloc(exact, size ? size : 1);
	if (image_load_bytes(&image, exact, size, NULL)) {
		audit(&image, wanted);
		image_free(&image);
	}
	free(exact);
}

static void try_json(const uint8_t *text, size_t size, const uint8_t *bytes,
		     size_t bytes_size)
{
	FILE *file = fopen(JSON_INPUT, "wb");
	struct wanted wanted;
	struct image image;

	if (!file || fwrite(text, 1, size, file) != size || fclose(file) != 0)
		exit(99);
	if (!wanted_load(&wanted, JSON_INPUT, NULL))
		return;
	if (image_load_bytes(&image, bytes, bytes_size, NULL)) {
		audit(&image, &wanted);
		image_free(&image);
	}
	wanted_free(&wanted);
}

/* Digits to others, so that the text stays JSON and the numbers do not. */
static void change_digits(uint8_t *text, size_t size)
{
	for (uint64_t n = 1 + random_below(4); n > 0; n--) {
		uint64_t at = random_below(size);

		while (at < size && (text[at] < '0' || text[at] > '9'))
			at++;
		if (at < size)
			text[at] = (uint8_t)('0' + random_below(10));
	}
}

static unsigned long fuzz_image(const uint8_t *bytes, size_t size,
				const struct wanted *wanted,
				unsigned long rounds)
{
	uint8_t *copy = malloc(ROOM);
	unsigned long total = 0;

	for (size_t cut = 0; cut < size; cut += 1 + cut / 8, total++)
		try_image(bytes, cut, wanted);
	for (; rounds > 0; rounds--, total++) {
		size_t now = size;

		memcpy(copy, bytes, size);
		for (uint64_t n = 1 + random_below(4); n > 0; n--)
			now = change_bytes(copy, now);
		try_image(copy, now, wanted);
	}
	free(copy);
	return total;
}

static unsigned long fuzz_json(const uint8_t *text, size_t size,
			       const uint8_t *bytes, size_t bytes_size,
			       unsigned long rounds)
{
	uint8_t *copy = malloc(ROOM);
	unsigned long total = 0;

	for (size_t cut = 0; cut < size; cut += 1 + cut / 8, total++)
		try_json(text, cut, bytes, bytes_size);
	for (; rounds > 0; rounds--, total += 2) {
		size_t now = size;

		memcpy(copy, text, size);
		change_digits(copy, size);
		try_json(copy, size, bytes, bytes_size);
		now = change_bytes(copy, now);
		try_json(copy, now, bytes, bytes_size);
	}
	free(copy);
	return total;
}

int main(int argc, char **argv)
{
	uint8_t *elf = malloc(ROOM), *flat = malloc(ROOM), *json = malloc(ROOM);
	size_t elf_size, flat_size, json_size;
	unsigned long rounds, total;
	struct wanted wanted;

	if (argc != 5 || !wanted_load(&wanted, argv[4], stderr))
		return 99;
	rounds = strtoul(argv[1], NULL, 10);
	elf_size = load(argv[2], elf);
	flat_size = load(argv[3], flat);
	json_size = load(argv[4], json);
	total = fuzz_image(elf, elf_size, &wanted, rounds) +
		fuzz_image(flat, flat_size, &wanted, rounds) +
		fuzz_json(json, json_size, flat, flat_size, rounds);
	printf("%lu changed files audited\n", total);
	wanted_free(&wanted);
	free(elf);
	free(flat);
	free(json);
	return 0;
}
