/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Grants: revocable delegations.
 */
#ifndef VESPER_KERNEL_GRANT_H
#define VESPER_KERNEL_GRANT_H

#include <vesper/kernel/object.h>

/* `view` was made under `grant`; NULL: under none. */
void grant_add_view(struct abi_grant *grant, struct abi_view *view);

/* `view`, which may be under a grant, goes. */
void grant_remove_view(struct abi_view *view);

#endif
