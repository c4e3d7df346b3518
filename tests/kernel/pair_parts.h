/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the parts of pair.h have in common: one system made twice, and whether
 * the two are alike.
 */
#ifndef TESTS_KERNEL_PAIR_PARTS_H
#define TESTS_KERNEL_PAIR_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include <vesper/kernel/view.h>

#include "model.h"

#define LINE		5 /* of irq 0 */

/* The kernel's objects, by the model's numbers. */
struct real {
	struct abi_domain *domains[DOMAINS];
	struct abi_vp *vps[VPS];
	struct abi_pool *pools[POOLS];
	struct abi_portal *portals[PORTALS];
	struct abi_event *events[EVENTS];
	struct abi_budget *budgets[BUDGETS];
	struct abi_factory *factories[ABI_TYPE_COUNT];
	struct abi_grant *grants[GRANTS];
	struct abi_region *regions[REGIONS];
	struct abi_irq *irqs[IRQS];
};
extern struct real real;

/* Without budgets all run in turns; without recovery a passed limit is the end. */
void make_world(bool budgets, bool recovery, bool fp_handler);
void make_model(void);

void *real_object(uint32_t type, int number);

/* False: they differ, for the reason given if it is the first. */
bool wrong(const char *format, ...);
bool same_world(void);
bool same_registers(int vp);
bool same_fp(int vp);

/* An entry begins, while `vp` has the CPU; the CPU idles; it has ended: `vp`
 * has it, who had it gave up its time, and somebody was chosen. */
void budget_begin(int vp);
void budget_idles(void);
bool budget_lets_run(int vp);
/* The one of `vp`, of which nothing was left, has been filled since it began. */
bool budget_filled(int vp);
bool budget_end(int vp, bool yields, bool chose);

int vp_number(const struct abi_vp *vp);

#endif
