/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Looks where it is told to; its fault handler mends what comes of it.
 */
#include <component.h>
#include <vesper/object.h>

uint64_t probe_run(uint64_t address);
uint64_t probe_read(uint64_t address);
void probe_write(uint64_t address, uint64_t value);
void probe_overflow(void);
extern const char probe_end[];

static struct abi_fault last;
static enum { MEND, GIVE_UP, FAULT_TOO } manner;

vesper_status mend(struct abi_fault *fault)
{
	last = *fault;
	if (manner == FAULT_TOO)
		__builtin_trap();
	fault->pc = (uintptr_t)probe_end;
	return manner == MEND ? OK : E_STATE;
}

vesper_status memory_viewer_serve_read(const vesper_client *client,
				       uint64_t address, uint64_t *value,
				       uint32_t *kind, uint32_t *cause)
{
	(void)client;
	last = (struct abi_fault){ 0 };
	*value = probe_read(address);
	*kind = last.kind;
	*cause = last.cause;
	return last.kind != 0 && last.address != address ? E_RESULT : OK;
}

vesper_status memory_viewer_serve_write(const vesper_client *client,
					uint64_t address, uint64_t value,
					uint32_t *kind, uint32_t *cause)
{
	(void)client;
	last = (struct abi_fault){ 0 };
	probe_write(address, value);
	*kind = last.kind;
	*cause = last.cause;
	return OK;
}

vesper_status memory_viewer_serve_run(const vesper_client *client,
				      uint64_t address, uint64_t *value,
				      uint32_t *kind, uint32_t *cause)
{
	(void)client;
	last = (struct abi_fault){ 0 };
	*value = probe_run(address);
	*kind = last.kind;
	*cause = last.cause;
	return OK;
}

vesper_status memory_viewer_serve_change(const vesper_client *client,
					 uint64_t region, uint64_t state,
					 int32_t *status)
{
	(void)client;
	*status = vesper_region_change(region, (enum abi_region_state)state);
	return OK;
}

vesper_status memory_viewer_serve_overflow(const vesper_client *client,
					   uint32_t *kind, uint32_t *cause)
{
	(void)client;
	last = (struct abi_fault){ 0 };
	probe_overflow();
	*kind = last.kind;
	*cause = last.cause;
	return OK;
}

vesper_status memory_viewer_serve_share(const vesper_client *client,
					uint64_t region, uint64_t view,
					uint64_t rights, int32_t *status)
{
	(void)client;
	*status = vesper_region_share(region, self.slot, view, 0, 1, rights);
	return OK;
}

vesper_status memory_viewer_serve_signal(const vesper_client *client,
					 uint64_t slot, int32_t *status)
{
	(void)client;
	*status = vesper_signal(slot);
	return OK;
}

vesper_status memory_viewer_serve_call(const vesper_client *client,
				       uint64_t slot, int32_t *status)
{
	struct vesper_message m = { 0 };

	(void)client;
	*status = vesper_call(slot, 7, &m);
	return OK;
}

vesper_status memory_viewer_serve_ping(const vesper_client *client,
				       uint32_t *value)
{
	(void)client;
	*value = 7;
	return OK;
}

vesper_status memory_viewer_serve_die(const vesper_client *client, bool twice)
{
	(void)client;
	manner = twice ? FAULT_TOO : GIVE_UP;
	(void)probe_read(8);
	return OK;
}
