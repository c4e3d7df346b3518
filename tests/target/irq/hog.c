/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Runs without end once it is told to.
 */
#include <component.h>
#include <vesper/syscall.h>

static volatile bool may_start;
static volatile uint64_t count;

int main(void)
{
	while (!may_start)
		vesper_yield();
	for (;;)
		count++;
}

vesper_status irq_hog_serve_start(const vesper_client *client)
{
	(void)client;
	may_start = true;
	return OK;
}

vesper_status irq_hog_serve_rounds(const vesper_client *client,
				   uint64_t *rounds)
{
	(void)client;
	*rounds = count;
	return OK;
}
