/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Protection domains.
 */
#ifndef VESPER_KERNEL_DOMAIN_H
#define VESPER_KERNEL_DOMAIN_H

#include <vesper/kernel/object.h>

/* Nothing of `domain` runs any more. One step, however many vps are in it. */
void domain_stop(struct abi_domain *domain);

#endif
