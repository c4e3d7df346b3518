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

/* Two sectors out and in again, by memory of the connection. */
static void judge_buffers(void)
{
	enum { BYTES = 2 * SYS_BLOCK_SECTOR };
	struct vesper_buf_in out = disk_buffer_in(BYTES, 1);
	struct vesper_buf_out in = disk_buffer_out(BYTES, 1);
	uint8_t *sent = vesper_buf_in_data(out);
	uint8_t *got = vesper_buf_out_data(in);
	uint8_t elsewhere[16];
	uint32_t done = 0;
	bool same = true;

	(void)tap_check(sent && got && sent >= disk_to &&
			sent + BYTES <= disk_to + disk_buffers &&
			got >= disk_from, "LANG-200 buffers in the areas");
	for (unsigned i = 0; i < BYTES; i++)
		sent[i] = (uint8_t)(i * 7);
	check_status(sys_block_disk_write(disk, 3, out, SYS_BLOCK_FLAGS_FUA,
					  &done), OK, "LANG-201 write");
	(void)tap_equal(done, 2, "LANG-202 two sectors");
	check_status(sys_block_disk_read(disk, 3, 2, in, &done), OK,
		     "LANG-203 read");
	for (unsigned i = 0; i < BYTES; i++)
		same = same && got[i] == (uint8_t)(i * 7);
	(void)tap_check(same && done == 2, "LANG-204 what was written");
	check_status(sys_block_disk_read(disk, 7, 2, in, &done),
		     SYS_BLOCK_BLK_ERR_RANGE, "LANG-205 behind the end");
	check_status(sys_block_disk_read(disk, 0, 1,
			disk_part_out(elsewhere, sizeof(elsewhere), 1), &done),
		     E_BUFFER, "LANG-206 a pointer from elsewhere");
	check_status(sys_block_disk_read(disk, 0, 1,
			vesper_buf_out_at(elsewhere, sizeof(elsewhere)), &done),
		     E_BUFFER, "LANG-207 one that the stub was not told of");
	check_status(sys_block_disk_read(disk, 0, 1,
			disk_buffer_out(disk_buffers + 1, 1), &done),
		     E_BUFFER, "LANG-208 more than there is");
	disk_free_in(out);
	disk_free_out(in);
	out = disk_buffer_in(disk_buffers, 1);
	(void)tap_equal(vesper_word(vesper_buf_in_data(out)),
			vesper_word(disk_to),
			"LANG-209 all of it, when all was given back");
	disk_free_in(out);
}

int main(void)
{
	tap_plan(LANG_CALLS + LANG_BUFFERS + LANG_CAPS + LANG_ASYNC);
	judge_calls();
	judge_buffers();
	judge_caps();
	judge_async();
	return sys_power_off(power);
}
