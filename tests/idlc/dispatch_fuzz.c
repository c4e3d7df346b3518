/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * dispatch_fuzz COUNT SEED [FILE...]: drives a harness of --emit=fuzz without
 * libFuzzer. Inputs are mutants of the files, or come from a generator in which
 * small values and small methods come often, or nearly all would end at the first
 * check. They are the same in every run. A finding ends in a signal, or a report of
 * ASan or UBSan.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t state = 88172645463325252u;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static uint64_t word(void)
{
	uint64_t value = next();

	switch (next() % 8) {
	case 0:
		return 0;
	case 1:
	case 2:
		return value % 20;
	case 3:
		return value % 5000;
	case 4:
		return (uint64_t)-(int64_t)(value % 200);
	case 5:
		return UINT64_C(1) << (value % 64);
	default:
		return value;
	}
}

static uint8_t input[8192];

/* Five bytes (interface, method, pointers), a message, the bytes of `to`. */
enum { HEAD = 5, WORDS = 64 };

static size_t generate(void)
{
	size_t size = HEAD + WORDS + next() % (next() % 4 ? 600 : 4000);

	for (size_t b = 0; b < size; b += 8) {
		uint64_t value = word();

		memcpy(input + b, &value, 8);
	}
	input[0] = (uint8_t)next();
	input[1] = (uint8_t)(next() % 40);
	input[2] = next() % 50 == 0;
	/* Pointers are mostly in word 1 and before the last. */
	input[3] = (uint8_t)(next() % 4 ? 1 : next());
	input[4] = (uint8_t)(next() % 4 ? UINT64_C(1) << next() % 7 : next());
	for (unsigned w = 0; w < 7; w++) {
		uint64_t value = word();

		memcpy(input + HEAD + 8 * w, &value, 8);
	}
	return size;
}

/* A seed with some bytes, or a word, changed. */
static size_t mutate(const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t size;

	if (!file)
		exit(99);
	size = fread(input, 1, sizeof(input) - 64, file);
	fclose(file);
	if (size < HEAD + WORDS)
		exit(99);
	for (uint64_t changes = next() % 4; changes; changes--)
		input[next() % size] = (uint8_t)word();
	if (next() % 4 == 0) {
		uint64_t value = word();

		memcpy(input + HEAD + 8 * (next() % 7), &value, 8);
	}
	return size + next() % 32;
}

int main(int argc, char **argv)
{
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	unsigned long seeds = argc > 3 ? (unsigned long)argc - 3 : 0;

	state += argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
	for (unsigned long i = 0; i < count; i++) {
		alarm(10);
		LLVMFuzzerTestOneInput(input, seeds && i % 2 ?
			mutate(argv[3 + i / 2 % seeds]) : generate());
	}
	printf("%lu inputs\n", count);
	return 0;
}
