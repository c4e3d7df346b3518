/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A domain that the judge builds, by slots and places.
 */
#ifndef TARGET_FACTORY_JUDGE_H
#define TARGET_FACTORY_JUDGE_H

#include <component.h>
#include <vesper/factory.h>
#include <vesper/object.h>

#include "../tap/tap.h"

#define HOSTILE_RESULTS	30u
#define LAND_RESULTS	12u
#define UPCALL_RESULTS	18u
#define STACK_SIZE	0x1000u
#define MADE_EVENT	1u	/* slot in the new domain: signals bit 2 */

/* Slots for what is made. */
#define DOMAIN	(spare + 0)
#define VP	(spare + 1)
#define POOL	(spare + 2)
#define PORTAL	(spare + 3)
#define EVENT	(spare + 4)
#define MINTED	(spare + 5)
#define BUDGET	(spare + 6)
#define OTHER	(spare + 7)
#define FREE	(spare + 8)

struct built {
	uint64_t domain, vp, pool, portal, event, budget; /* places */
};

extern const char made_begin[], made_serve[], made_count[], made_break[],
	made_home[], made_upcall[], made_end[];

/* Where something of made.S is in `plant`, and the Nth thread block. */
uint64_t made_at(const char *what);
uint64_t made_stack(unsigned n);

/* OK, or what the first step that failed says. */
vesper_status build(struct built *built);
vesper_status take_apart(const struct built *built);

void check_status(vesper_status got, int want, const char *name);
void discard(uint64_t slot);

void judge_hostile(void);
void judge_lands(void);
void judge_upcalls(void);

#endif
