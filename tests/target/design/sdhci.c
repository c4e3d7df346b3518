/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A disk of 512 bytes a sector, none of which has data.
 */
#include <component.h>

void on_done(void)
{
	regs[12] = UINT32_MAX;	/* interrupt status: write 1 to clear */
}

vesper_status design_disk_serve_read(const vesper_client *client,
				     uint32_t sector, uint32_t *read)
{
	(void)client;
	*read = sector ? 512 : 0;
	return OK;
}
