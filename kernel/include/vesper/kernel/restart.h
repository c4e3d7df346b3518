/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Restarts: a stopped domain runs again, from its beginning.
 */
#ifndef VESPER_KERNEL_RESTART_H
#define VESPER_KERNEL_RESTART_H

#include <vesper/kernel/object.h>

/*
 * The first step is the operation restart (domain_restart): the domain's restart
 * entry runs on its first vp. E_OPERATION: it has none; E_STATE: it is not
 * stopped; E_BUSY: something of its old life has not ended yet.
 */

/* The second step: the restart entry, which ran on `vp`, has replied; its link is
 * popped. */
void domain_restarted(struct abi_vp *vp);

/* The live link in which the worker is, or onto which the next one comes that it
 * is on the way into; NULL: it is not in use. Who holds it was recorded
 * (pool_record); what is recorded may be stale. */
RARE struct abi_link *worker_link(const struct abi_worker *worker);

/* What a vp does in a domain that is stopped, or on the way into one, ends. */
RARE void vp_expel(struct abi_vp *vp);

/* Whether the restart entry of a running domain has not replied yet. */
RARE bool domain_restarts(const struct abi_domain *domain);

/* A vp at home waits for nothing any more, and does not run. */
RARE void vp_interrupt(struct abi_vp *vp);

#endif
