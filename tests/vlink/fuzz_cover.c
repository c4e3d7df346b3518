/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The readers under libFuzzer: READER in the environment says which.
 */
#include <stdlib.h>
#include <string.h>

#include "readers.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *name = getenv("READER");
	const struct file_reader *reader = name ? reader_named(name) : NULL;

	if (!reader)
		abort();
	reader_run(reader, bytes, size);
	return 0;
}
