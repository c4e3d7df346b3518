/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Operations: system call invoke with x0 = slot, x8 = operation, arguments from
 * x1 on; x0 = status, results from x1 on. Those of CAP work on any capability,
 * in the caller's own table; the others on one type.
 *
 * X(type, name, right, function, arguments, results): the one definition of them
 * all; their numbers, the kernel's table and the one in doc/kernel.md are made
 * from it. `right` is what the capability must have, `function` the kernel's.
 */
#ifndef VESPER_ABI_OPERATION_H
#define VESPER_ABI_OPERATION_H

#define ABI_OPERATIONS(X) \
	X(CAP, COPY, NONE, cap_copy, "free slot, rights to keep", "") \
	X(CAP, MINT, CONTROL, cap_mint, \
	  "free slot, rights to keep, badge", "") \
	X(CAP, MOVE, NONE, cap_move, "free slot", "") \
	X(CAP, DELETE, NONE, cap_delete, "", "") \
	X(CAP, INFO, NONE, cap_info, "", \
	  "type, rights, interface of a portal, or of a region address, " \
	  "pages, flags (1 granted, 2 lent, 4 moved here, 16 loose)") \
	X(DOMAIN, INSTALL, CONTROL, domain_install, \
	  "own slot, free slot there, rights to keep", "") \
	X(DOMAIN, STOP, CONTROL, domain_end, "", "") \
	X(DOMAIN, ENTER, CONTROL, domain_enter, "", "") \
	X(DOMAIN, EXIT, CONTROL, domain_exit, "", "") \
	X(DOMAIN, RESTART, CONTROL, domain_restart, "", "") \
	X(REGION, SHARE, SHARE, region_share, "slot of a domain (SHARE), " \
	  "free view there, first window << 32 + windows, rights", "") \
	X(REGION, UNSHARE, SHARE, region_unshare, \
	  "slot of a domain (SHARE), view there", "") \
	X(REGION, CHANGE, CONTROL, region_change, "state: 0 data (WRITE), " \
	  "1 code (EXEC)", "") \
	X(GRANT, DELEGATE, CONTROL, grant_delegate, \
	  "own slot, free slot, rights to keep", "") \
	X(GRANT, REVOKE, CONTROL, grant_unmake, "", "") \
	X(EVENT, TAKE, WAIT, event_clear, "", "bits, which are cleared") \
	X(EVENT, WAIT, WAIT, event_wait, "ticks, all ones = for ever", \
	  "bits") \
	X(VP, START, CONTROL, vp_start, "pc, thread block, x0 there", "") \
	X(VP, STOP, CONTROL, vp_stop, "", "") \
	X(VP, BIND, CONTROL, vp_bind, "slot of a budget (CONTROL)", "") \
	X(BUDGET, READ, READ, budget_read, "", \
	  "ticks, period, left, share, share given on") \
	X(BUDGET, CHANGE, CONTROL, budget_change, "ticks, period", "") \
	X(FACTORY, CREATE, CONTROL, factory_create, \
	  "free slot, by type: see Factories", "number there") \
	X(FACTORY, DELETE, CONTROL, factory_delete, "number there", "") \
	X(IRQ, ACKNOWLEDGE, CONTROL, irq_acknowledge, "", "") \
	X(DEBUG, PUT, CONTROL, debug_put, "character", "") \
	X(DEBUG, FAULT, CONTROL, debug_fault, "domain index", \
	  "kind, cause, address, pc, ESR of its last fault") \
	X(DEBUG, DOMAINS, CONTROL, debug_domains, "", "number of domains")
enum abi_operation {
	ABI_OPERATION_NONE = 0,
#define X(type, name, ...) ABI_##type##_##name,
	ABI_OPERATIONS(X)
#undef X
	ABI_OPERATION_COUNT
};

#endif
