/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A server with a state that a half-done call leaves wrong, until its recovery
 * vp puts it right or lets the call be done.
 */
#include <component.h>
#include <vesper/object.h>
#include <vesper/syscall.h>

static bool half, go_on;
static uint32_t done, recovered, seen;
static vesper_status use;

vesper_status mend(struct abi_fault *fault)
{
	seen = fault->kind;
	recovered++;
	if (go_on)
		return OK;
	half = false;
	return E_STATE;
}

static void spin(uint64_t ticks)
{
	uint64_t start = vesper_now();

	while (vesper_now() - start < ticks)
		;
}

vesper_status recovery_work_serve_work(const vesper_client *client,
				       uint64_t ticks, bool patient)
{
	bool is_done = true;

	(void)client;
	half = true;
	go_on = patient;
	if (next_connected())
		is_done = recovery_work_work(next, ticks, patient) == OK;
	else
		spin(ticks);
	half = false;
	done += is_done;
	return OK;
}

/* Let go on, when its time is over: its client has gone by then. */
vesper_status recovery_work_serve_late(const vesper_client *client,
				       vesper_event_borrowed bell,
				       uint64_t ticks)
{
	(void)client;
	go_on = true;
	spin(ticks);
	use = vesper_signal(bell.slot);
	return OK;
}

vesper_status recovery_work_serve_used(const vesper_client *client,
				       int32_t *status)
{
	(void)client;
	*status = use;
	return OK;
}

vesper_status recovery_work_serve_told(const vesper_client *client,
				       uint32_t *done_now,
				       uint32_t *recovered_now, uint32_t *kind,
				       bool *is_half)
{
	(void)client;
	*done_now = done;
	*recovered_now = recovered;
	*kind = seen;
	*is_half = half;
	return OK;
}
