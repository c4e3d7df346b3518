/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * mutants COUNT SEED [-IDIR]... FILE...: mutants of good files, bytes and tokens
 * changed, removed, doubled, moved; each goes through the compiler (front.h), under
 * ASan and UBSan. The numbers are pseudo-random and the same in every run.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front.h"

static uint64_t state = 88172645463325252u;

static uint32_t random_below(size_t limit)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)((state >> 16) % limit);
}

struct text {
	char *data;
	size_t size;
};

static struct text read_file(const char *path)
{
	FILE *stream = fopen(path, "rb");
	struct text text = { malloc(1 << 20), 0 };

	if (!stream || !text.data)
		exit(99);
	text.size = fread(text.data, 1, 1 << 20, stream);
	fclose(stream);
	return text;
}

/* Words that make the parser go elsewhere. */
static const char *const words[] = {
	"struct", "union", "interface", "strict", "enum", "{", "}", ";", "[",
	"]", "<=", "<", ">", "(", ")", "string", "vec", "cap", "own", "buffer",
	"0", "1", "18446744073709551615", "-", "~", "<<", "@utf8", "reserved",
	"library", "import", "const", "//", "/*", "\"", ",", ":", "!", "u8",
	"oneway", "notify", "extends", "borrow", "copy", "in", "out", "inout",
	"?", "->", "@inplace", "@restart(idempotent)", "error", "bits", "type",
	"resource", "@depth(64)",
};

/* Replace [at, at + gone) by `size` bytes. */
static void splice(struct text *t, size_t at, size_t gone, const char *bytes,
		   size_t size)
{
	char *copy = malloc(size + 1);

	memcpy(copy, bytes, size);
	memmove(t->data + at + size, t->data + at + gone,
		t->size - at - gone);
	memcpy(t->data + at, copy, size);
	t->size += size - gone;
	free(copy);
}

static void mutate(struct text *t)
{
	size_t at = random_below(t->size), rest = t->size - at;
	size_t some = random_below(rest < 40 ? rest : 40);
	const char *word = words[random_below(sizeof(words) / sizeof(*words))];
	char byte = (char)random_below(256);

	switch (random_below(7)) {
	case 0:
		splice(t, at, 1, &byte, 1);
		break;
	case 1:
		splice(t, at, some, "", 0);
		break;
	case 2:
		splice(t, at, 0, t->data + at, some);
		break;
	case 3:
		splice(t, at, 0, t->data + random_below(t->size - some), some);
		break;
	case 4:
		splice(t, at, 0, word, strlen(word));
		break;
	case 5:
		splice(t, at, some, word, strlen(word));
		break;
	default:
		t->data[at] ^= (char)(1 << random_below(8));
	}
}

int main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 0, accepted = 0;
	const char *seed = argc > 2 ? argv[2] : "0";

	for (; argc > 3 && strncmp(argv[3], "-I", 2) == 0; argc--, argv++)
		front_include(argv[3] + 2);
	if (argc < 4)
		return 99;
	state += strtoull(seed, NULL, 10) * 0x9e3779b97f4a7c15u;
	for (int i = 0; i < count; i++) {
		struct text t = read_file(argv[3 + i % (argc - 3)]);

		/* A hang ends the test by a signal. */
		alarm(10);
		for (uint32_t n = 1 + random_below(4); n; n--)
			if (t.size && t.size < (1 << 20) - 256)
				mutate(&t);
		accepted += front_compile(t.data, t.size);
		free(t.data);
	}
	printf("%d mutants, %d still good\n", count, accepted);
	return accepted < count ? 0 : 1;
}
