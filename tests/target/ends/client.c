/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Calls once, on its own vp, when it is told to; reports on a worker.
 */
#include <component.h>
#include <vesper/syscall.h>

static volatile bool begun;
static volatile uint32_t how;
static volatile bool back;
static volatile int32_t status;

int main(void)
{
	int32_t unused;

	while (!begun)
		(void)vesper_sleep(vesper_frequency() / 1000);
	status = ends_stage_pass(middle, how, &unused);
	back = true;
	return 0;
}

vesper_status ends_report_serve_begin(const vesper_client *client,
				      uint32_t in_which_way)
{
	(void)client;
	how = in_which_way;
	begun = true;
	return OK;
}

vesper_status ends_report_serve_ask(const vesper_client *client, bool *is_back,
				    int32_t *its_status)
{
	(void)client;
	*is_back = back;
	*its_status = status;
	return OK;
}
