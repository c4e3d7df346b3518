/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Drives a harness of --emit=fuzz without libFuzzer: inputs from a generator
 * that is the same in every run. argv[1] of them, seed argv[2]. Small values
 * and small methods come often, or nearly all inputs would end at the first
 * check. A finding ends in a signal, or a report of ASan or UBSan.
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

int main(int argc, char **argv)
{
	static uint8_t input[8192];
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 200000;

	state += argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
	for (unsigned long i = 0; i < count; i++) {
		size_t size = 5 + 64 + next() % (next() % 4 ? 600 : 4000);
		uint64_t method = next() % 40;

		alarm(10);
		for (size_t b = 0; b + 8 <= size + 8; b += 8) {
			uint64_t value = word();

			memcpy(input + b, &value, 8);
		}
		input[0] = (uint8_t)next();
		input[1] = (uint8_t)method;
		input[2] = next() % 50 == 0;
		/* Pointers are mostly in word 1 and before the last. */
		input[3] = (uint8_t)(next() % 4 ? 1 : next());
		input[4] = (uint8_t)(next() % 4 ? UINT64_C(1) << next() % 7 :
						  next());
		for (unsigned w = 0; w < 7; w++) {
			uint64_t value = word();

			memcpy(input + 5 + 8 * w, &value, 8);
		}
		LLVMFuzzerTestOneInput(input, size);
	}
	printf("%lu inputs\n", count);
	return 0;
}
