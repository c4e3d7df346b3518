/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The audit under libFuzzer. SYSTEM in the environment names a report: the input
 * is an image, audited by it. Without it the input is JSON.
 */
#include <stdlib.h>

#include "audit.h"
#include "json.h"

static void audit_bytes(const uint8_t *bytes, size_t size, const char *path)
{
	static struct wanted wanted;
	struct image image;
	struct audit audit = { .image = &image, .wanted = &wanted };

	if (!wanted.json && !wanted_load(&wanted, path, stderr))
		abort();
	if (image_load_bytes(&image, bytes, size, NULL)) {
		(void)audit_run(&audit);
		image_free(&image);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *path = getenv("SYSTEM");
	struct json root;
	char error[128];

	if (path) {
		audit_bytes(bytes, size, path);
	} else {
		(void)json_parse(&root, (const char *)bytes, size, error);
		json_free(&root);
	}
	return 0;
}
