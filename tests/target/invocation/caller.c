/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Calls a node again and again on its own vp, until a call fails or all are
 * done. The portals `node` and `report` are served while it is inside its call.
 */
#include <component.h>
#include <vesper/syscall.h>

static volatile bool is_started;
static volatile uint32_t done;
static volatile int32_t last;
static volatile bool finished;

static vesper_status one_call(void)
{
	uint32_t most;
	int32_t status;

	if (PARAM_pass)
		return invocation_node_pass(target, PARAM_yields, &status);
	return invocation_node_enter(target, PARAM_yields, &most);
}

int main(void)
{
	while (PARAM_waits && !is_started)
		vesper_yield();
	while (done < PARAM_rounds) {
		last = one_call();
		if (last != OK)
			break;
		done++;
	}
	finished = true;
	return 0;
}

vesper_status invocation_report_serve_progress(const vesper_client *client,
	uint32_t *rounds, int32_t *status, bool *is_finished)
{
	(void)client;
	*rounds = done;
	*status = last;
	*is_finished = finished;
	return OK;
}

vesper_status invocation_report_serve_start(const vesper_client *client)
{
	(void)client;
	is_started = true;
	return OK;
}
