/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Files on a disk: as many bytes as the disk says, and the clock's seconds more.
 */
#include <component.h>

static vesper_status bytes_of(uint32_t file, uint32_t *bytes)
{
	uint32_t done = 0, seconds = 0;
	vesper_status status = design_disk_read(disk, file, &done);

	if (status == OK)
		status = design_clock_now(clock, &seconds);
	*bytes = done + seconds;
	return status;
}

vesper_status design_files_serve_read(const vesper_client *client,
				      uint32_t file, uint32_t *bytes)
{
	(void)client;
	return bytes_of(file, bytes);
}

vesper_status design_files_serve_write(const vesper_client *client,
				       uint32_t file, uint32_t *bytes)
{
	(void)client;
	return bytes_of(file, bytes);
}
