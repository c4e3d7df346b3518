/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Operations of kernel objects by the slots of their capabilities, and what a
 * vp can do with its control block. Arguments, rights and errors: abi/syscall.h
 * and the kernel's manual.
 */
#ifndef VESPER_OBJECT_H
#define VESPER_OBJECT_H

#include <vesper/abi/object.h>
#include <vesper/syscall.h>
#include <vesper/transfer.h>
#include <vesper/types.h>

/* ---- events -------------------------------------------------------------- */

/* The bits that are set, which are cleared. */
static inline vesper_status vesper_event_take(uint64_t slot, uint64_t *bits)
{
	struct vesper_message m = { 0 };
	vesper_status status = vesper_invoke(slot, ABI_EVENT_TAKE, &m);

	*bits = status == OK ? m.w1 : 0;
	return status;
}

/* The same, but wait for one, at most `ticks`: OK, E_TIMEOUT, E_CANCELLED. */
static inline vesper_status vesper_event_wait(uint64_t slot, uint64_t ticks,
					      uint64_t *bits)
{
	struct vesper_message m = { .w1 = ticks };
	vesper_status status = vesper_invoke(slot, ABI_EVENT_WAIT, &m);

	*bits = status == OK ? m.w1 : 0;
	return status;
}

/* Let the line interrupt again; E_STATE if it has not. */
static inline vesper_status vesper_irq_acknowledge(uint64_t slot)
{
	struct vesper_message m = { 0 };

	return vesper_invoke(slot, ABI_IRQ_ACKNOWLEDGE, &m);
}

/* ---- grants -------------------------------------------------------------- */

/* Put a copy with at most these rights into a free slot; it and its copies die
   when the grant is revoked. */
static inline vesper_status vesper_grant_delegate(uint64_t grant, uint64_t slot,
						  uint64_t free_slot,
						  uint64_t rights)
{
	struct vesper_message m = { .w1 = slot, .w2 = free_slot, .w3 = rights };

	return vesper_invoke(grant, ABI_GRANT_DELEGATE, &m);
}

/* End what was delegated: capabilities at once, views before it returns. */
static inline vesper_status vesper_grant_revoke(uint64_t grant)
{
	struct vesper_message m = { 0 };

	return vesper_invoke(grant, ABI_GRANT_REVOKE, &m);
}

/* ---- regions ------------------------------------------------------------- */

/* Let the domain see windows [first, first + count) by its free record `view`. */
static inline vesper_status vesper_region_share(uint64_t region,
						uint64_t domain, uint64_t view,
						uint32_t first, uint32_t count,
						uint64_t rights)
{
	struct vesper_message m = { .w1 = domain, .w2 = view,
		.w3 = (uint64_t)first << 32 | count, .w4 = rights };

	return vesper_invoke(region, ABI_REGION_SHARE, &m);
}

/* End that view. */
static inline vesper_status vesper_region_unshare(uint64_t region,
						  uint64_t domain,
						  uint64_t view)
{
	struct vesper_message m = { .w1 = domain, .w2 = view };

	return vesper_invoke(region, ABI_REGION_UNSHARE, &m);
}

/* Make it data, or code that can be executed: while nobody sees it as the other.
 * All of it is made fit to be executed before this returns. */
static inline vesper_status vesper_region_change(uint64_t region,
						 enum abi_region_state state)
{
	struct vesper_message m = { .w1 = state };

	return vesper_invoke(region, ABI_REGION_CHANGE, &m);
}

/* ---- domains ------------------------------------------------------------- */

/* Put a copy of an own capability into a free slot of the domain's table. */
static inline vesper_status vesper_domain_install(uint64_t domain,
						  uint64_t slot,
						  uint64_t free_slot,
						  uint64_t rights)
{
	struct vesper_message m = { .w1 = slot, .w2 = free_slot, .w3 = rights };

	return vesper_invoke(domain, ABI_DOMAIN_INSTALL, &m);
}

/* Stop the domain; calls in it end with E_STOPPED. */
static inline vesper_status vesper_domain_stop(uint64_t domain)
{
	struct vesper_message m = { 0 };

	return vesper_invoke(domain, ABI_DOMAIN_STOP, &m);
}

/* Let a stopped domain begin again: E_BUSY while something of its old life is
   left, E_STATE if it is not stopped. */
static inline vesper_status vesper_domain_restart(uint64_t domain)
{
	struct vesper_message m = { 0 };

	return vesper_invoke(domain, ABI_DOMAIN_RESTART, &m);
}

/* Take the token of the own domain's pool: no worker runs until the exit. */
static inline vesper_status vesper_monitor_enter(uint64_t domain)
{
	struct vesper_message m = { 0 };

	return vesper_invoke(domain, ABI_DOMAIN_ENTER, &m);
}

/* Give the token back. */
static inline vesper_status vesper_monitor_exit(uint64_t domain)
{
	struct vesper_message m = { 0 };

	return vesper_invoke(domain, ABI_DOMAIN_EXIT, &m);
}

/* ---- vps ------------------------------------------------------------------- */

/* By vp of the component; made by the static linker. */
extern const uint64_t vesper_controls[];

/* The page of a vp's control block that the component may write. */
static inline volatile struct abi_control_write *vesper_control(unsigned vp)
{
	return (volatile struct abi_control_write *)vesper_controls[vp];
}

/* And the one that only the kernel writes. */
static inline const volatile struct abi_control_read *
vesper_control_state(unsigned vp)
{
	return (const volatile struct abi_control_read *)
		(vesper_controls[vp] + sizeof(struct abi_control_write));
}

/* Let activations come; one that is due comes at once. */
static inline vesper_status vesper_enable(void)
{
	register uint64_t x0 __asm__("x0") = 0;

	VESPER_SYSCALL(ABI_SYS_ENABLE, x0);
	return (vesper_status)x0;
}

/* The same, and go on with the context in a slot of the control block. Returns
   only with an error. */
static inline vesper_status vesper_resume(uint64_t context)
{
	register uint64_t x0 __asm__("x0") = context;

	VESPER_SYSCALL(ABI_SYS_RESUME, x0);
	return (vesper_status)x0;
}

#endif
