/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The client of everything: each method of the design's example, then what it
 * does not use, first as it should be and then as it should not.
 */
#include <component.h>
#include <vesper/object.h>
#include <vesper/transfer.h>

#include "../tap/tap.h"
#include "judge.h"

void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

bool is_empty(uint64_t slot)
{
	struct vesper_message m;

	return vesper_cap_info(slot, &m) == E_SLOT;
}

static void judge_calls(void)
{
	char name[33];
	struct vesper_text text = VESPER_TEXT(name);
	uint32_t version;

	check_status(sys_block_disk_ping(disk), OK, "LANG-001 ping");
	check_status(sys_block_disk_version(disk, &version), OK,
		     "LANG-002 a method of the base");
	(void)tap_equal(version, 3, "LANG-003 and its result");
	check_status(sys_block_disk_name(disk, &text), OK, "LANG-004 name");
	(void)tap_check(text.size == 6 && name[0] == 'm' && name[6] == '\0',
			"LANG-005 and its text");
}

int main(void)
{
	tap_plan(LANG_CALLS + LANG_CAPS + LANG_ASYNC);
	judge_calls();
	judge_caps();
	judge_async();
	return sys_power_off(power);
}
