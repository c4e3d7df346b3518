/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Protection domains.
 */
#ifndef VESPER_KERNEL_DOMAIN_H
#define VESPER_KERNEL_DOMAIN_H

#include <vesper/kernel/object.h>

/* Nothing of `domain` runs any more. One step, however many vps are in it. */
RARE void domain_stop(struct abi_domain *domain);

/* The domain for which something is made: x2 of the running vp is the slot of a
 * capability with CONTROL. E_STOPPED if it does not run. */
RARE kernel_status domain_found(const struct abi_vp *vp, struct abi_domain **domain);

#endif
