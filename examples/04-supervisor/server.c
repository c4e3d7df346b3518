/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>

static uint32_t count = 100;
static uint32_t calls;

vesper_status flaky_counter_serve_next(const vesper_client *client,
				       uint32_t *next)
{
	(void)client;
	*next = count++;
	if (++calls == 3)
		*(volatile uint32_t *)0 = count; /* nothing is mapped there */
	return OK;
}
