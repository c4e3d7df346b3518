/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The driver, as that of ../client.c: rival CASE WHO ITERATIONS, where WHO
 * `empty` runs the loop alone.
 */
#include <stdlib.h>
#include <string.h>

#include "rival.h"

volatile uint64_t rival_sink;
char rival_text[RIVAL_TEXT + 1];

int main(int argc, char **argv)
{
	unsigned which = argc > 1 ? (unsigned)atoi(argv[1]) : 0;
	const char *who = argc > 2 ? argv[2] : "empty";
	int count = argc > 3 ? atoi(argv[3]) : 1000;

	memset(rival_text, 'a', RIVAL_TEXT);
	if (!rival_start())
		return 1;
	for (int i = 0; i < count; i++) {
		if (*who == 'e')
			rival_sink = which;
		else if (!rival_once(which))
			return 1;
	}
	return 0;
}
