/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Reports: what a system may do, in forms for people and for programs. All come
 * from one list of *holdings*, made from the checked model: who holds what
 * right on what, and which line of a manifest caused it.
 */
#ifndef VLINK_REPORT_H
#define VLINK_REPORT_H

#include "base/emit.h"
#include "model.h"

enum holding_kind {
	HOLDING_CALL,		/* a portal's capability */
	HOLDING_DEBUG,		/* the debug capability */
	HOLDING_EVENT,
	HOLDING_GRANT,
	HOLDING_DOMAIN,		/* control over a domain */
	HOLDING_FACTORY,	/* places for objects made at run time */
	HOLDING_BUDGET,		/* processor time that it can hand on */
	HOLDING_REGION_CAP,	/* that it can share */
	HOLDING_MEMORY,		/* its private windows */
	HOLDING_REGION,		/* of its own, seen from the start */
	HOLDING_AREA,
	HOLDING_DEVICE,
	HOLDING_IRQ,
	HOLDING_ALL_MEMORY,	/* by a device that drives memory */
	HOLDING_ATTACH,		/* a connection that may come at run time */
};

/* A right of one instance on one thing. */
struct holding {
	const struct instance *holder;
	enum holding_kind kind;
	const char *object;	/* "uart.con", "board.uart0", "app to uart" */
	const char *detail;	/* interface, kind of device, or "" */
	uint8_t rights;		/* ABI_RIGHT_* */
	struct span where;
	uint32_t slot;		/* of a capability; else 0 */
	uint32_t badge;		/* of a portal's capability */
	uint64_t address, size;	/* of memory, user addresses; else 0 */
	uint64_t physical;	/* of a device */
	const struct connection *connection; /* of CALL */
	const struct use *use;	/* of ATTACH */
};

typedef VEC(struct holding) holdings;

/* All holdings, by instance, then in the order of the kinds above. */
void holdings_list(const struct system *system, holdings *list);
const char *holding_kind_name(enum holding_kind kind);
/* "READ WRITE", in the order of ABI_RIGHTS. */
const char *rights_text(struct arena *arena, uint8_t rights);
/* "hello.system:10", or "" where there is no place. */
const char *place_text(const struct system *system, struct span where);

/* "restart always, at most 5 in 10s, after 50ms to 1s"; "" for never. */
const char *restart_text(struct arena *arena,
			 const struct restart_decl *restart);

/* The reports: text of the authority alone, and all as JSON. */
void report_caps(struct emit *out, const struct system *system);
void report_json(struct emit *out, const struct system *system);

#endif
