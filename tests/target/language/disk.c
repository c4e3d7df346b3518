/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The design's example: a disk of a few sectors in memory.
 */
#include <component.h>
#include <vesper/object.h>

#define SECTORS	8u
#define VERSION	3u

static uint32_t generation;
static char sectors[SECTORS * SYS_BLOCK_SECTOR];

static bool is_inside(sys_block_lba start, uint32_t bytes)
{
	return start < SECTORS && bytes % SYS_BLOCK_SECTOR == 0 &&
	       bytes <= (SECTORS - start) * SYS_BLOCK_SECTOR;
}

vesper_status sys_block_disk_serve_version(const vesper_client *client,
					   uint32_t *number)
{
	(void)client;
	*number = VERSION;
	return OK;
}

vesper_status sys_block_disk_serve_ping(const vesper_client *client)
{
	(void)client;
	return OK;
}

vesper_status sys_block_disk_serve_read(const vesper_client *client,
	sys_block_lba start, uint32_t n, uint8_t *data, uint32_t data_count,
	uint32_t *done)
{
	(void)client;
	if (n > SECTORS || data_count < n * SYS_BLOCK_SECTOR ||
	    !is_inside(start, n * SYS_BLOCK_SECTOR))
		return SYS_BLOCK_BLK_ERR_RANGE;
	vesper_copy(data, sectors + start * SYS_BLOCK_SECTOR,
		    n * SYS_BLOCK_SECTOR);
	*done = n;
	return OK;
}

vesper_status sys_block_disk_serve_write(const vesper_client *client,
	sys_block_lba start, const uint8_t *data, uint32_t data_count,
	sys_block_flags f, uint32_t *done)
{
	(void)client;
	(void)f;
	if (!is_inside(start, data_count))
		return SYS_BLOCK_BLK_ERR_RANGE;
	vesper_copy(sectors + start * SYS_BLOCK_SECTOR, data, data_count);
	*done = data_count / SYS_BLOCK_SECTOR;
	return OK;
}

/* Gives its one child away; the region is only looked at: it is lent. */
vesper_status sys_block_disk_serve_share(const vesper_client *client,
	vesper_region_borrowed src, sys_block_disk_owned *given)
{
	struct vesper_message m;

	(void)client;
	if (vesper_cap_info(src.slot, &m) != OK ||
	    m.w1 != ABI_TYPE_REGION || !(m.w2 & ABI_RIGHT_READ))
		return SYS_BLOCK_BLK_ERR_IO;
	if (!child_connected() || vesper_cap_info(child.slot, &m) != OK)
		return SYS_BLOCK_BLK_ERR_RO;
	given->slot = child.slot;
	return OK;
}

vesper_status sys_block_disk_serve_name(const vesper_client *client,
					struct vesper_text *s)
{
	(void)client;
	(void)vesper_text_append(s, VESPER_STRING("memory"));
	return OK;
}

/* A hint that means something is news for everybody. */
void sys_block_disk_serve_hint(const vesper_client *client,
			       sys_block_lba start, uint32_t n)
{
	(void)client;
	if (!is_inside(start, n * SYS_BLOCK_SECTOR))
		return;
	generation += n;
	for (uint64_t i = 0; i < disk_clients_count; i++)
		(void)sys_block_disk_notify_media_changed(&disk_clients[i],
							  generation);
}

/* Hints are taken here, on the disk's own time; a call waits meanwhile. */
int main(void)
{
	for (;;) {
		uint64_t bits;

		(void)vesper_block();
		(void)vesper_event_take(disk_event, &bits);
		(void)vesper_monitor_enter(self.slot);
		while (bits)
			bits = disk_drain(bits);
		(void)vesper_monitor_exit(self.slot);
	}
}

vesper_status probe_extra_serve_nothing(const vesper_client *client)
{
	(void)client;
	return OK;
}
