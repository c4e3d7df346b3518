/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Tests of vlink's back end. They need no cross compiler: the ELF files are
 * made here.
 */
#include "vlink_back.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <CUnit/Basic.h>

#include "base/arena.h"

static char folder[256];
static struct arena paths;

const char *path_in(const char *name)
{
	return arena_printf(&paths, "%s/%s", folder, name);
}

static void folder_make(void)
{
	const char *base = getenv("TMPDIR");

	snprintf(folder, sizeof folder, "%s/vesper-vlink.XXXXXX",
		 base ? base : "/tmp");
	if (!mkdtemp(folder)) {
		perror(folder);
		exit(99);
	}
}

static void folder_remove(void)
{
	char command[320];

	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	if (system(command) != 0)
		perror(folder);
}

int main(void)
{
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	arena_init(&paths);
	folder_make();
#define X(name) suite_##name();
	VLINK_SUITES(X)
#undef X
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	folder_remove();
	arena_free(&paths);
	return failures != 0;
}
