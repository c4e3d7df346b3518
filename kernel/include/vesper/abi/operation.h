/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Operations: system call invoke with x0 = slot, x8 = operation, arguments from
 * x1 on; x0 = status, results from x1 on. Those of CAP work on any capability,
 * in the caller's own table; the others on one type.
 *
 * X(type, name, number, rights, arguments, results): the one definition of them
 * all; the table in doc/kernel.md is made from it.
 */
#ifndef VESPER_ABI_OPERATION_H
#define VESPER_ABI_OPERATION_H

#define ABI_OPERATIONS(X) \
	X(CAP, COPY, 0x100, "", "free slot, rights to keep", "") \
	X(CAP, MINT, 0x101, "CONTROL", "free slot, rights to keep, badge", "") \
	X(CAP, MOVE, 0x102, "", "free slot", "") \
	X(CAP, DELETE, 0x103, "", "", "") \
	X(CAP, INFO, 0x104, "", "", "type, rights, interface of a portal") \
	X(DOMAIN, INSTALL, 1, "CONTROL", \
	  "own slot, free slot there, rights to keep", "") \
	X(DOMAIN, STOP, 2, "CONTROL", "", "") \
	X(DOMAIN, ENTER, 3, "CONTROL", "", "") \
	X(DOMAIN, EXIT, 4, "CONTROL", "", "") \
	X(DOMAIN, RESTART, 5, "CONTROL", "", "") \
	X(REGION, SHARE, 1, "SHARE", "slot of a domain (SHARE), free view " \
	  "there, first window << 32 + windows, rights", "") \
	X(REGION, UNSHARE, 2, "SHARE", \
	  "slot of a domain (SHARE), view there", "") \
	X(GRANT, DELEGATE, 1, "CONTROL", \
	  "own slot, free slot, rights to keep", "") \
	X(GRANT, REVOKE, 2, "CONTROL", "", "") \
	X(EVENT, TAKE, 1, "WAIT", "", "bits, which are cleared") \
	X(EVENT, WAIT, 2, "WAIT", "ticks, all ones = for ever", "bits") \
	X(IRQ, ACKNOWLEDGE, 1, "", "", "") \
	X(DEBUG, PUT, 1, "", "character", "") \
	X(DEBUG, FAULT, 2, "", "domain index", \
	  "kind, cause, address, pc, ESR of its last fault") \
	X(DEBUG, DOMAINS, 3, "", "", "number of domains")
enum abi_operation {
#define X(type, name, number, ...) ABI_##type##_##name = number,
	ABI_OPERATIONS(X)
#undef X
	ABI_CAP_FIRST = ABI_CAP_COPY,
};

#endif
