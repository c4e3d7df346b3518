/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What each type of object brings for its factory, in its own file.
 *
 * TYPE_make(): for the running vp, whose registers x2 and up hold the arguments,
 * make the object in its free place: all fields but the key, of which it clears
 * ABI_KEY_SLOW if a fast path may use it. A status other than OK changes nothing.
 *
 * TYPE_unmake(): one bounded step of its end. E_BUSY: something is built on it,
 * and nothing has changed; OPERATION_AGAIN: one more step; OK: nothing refers to
 * it. From the first step on no capability does.
 */
#ifndef VESPER_KERNEL_FACTORY_H
#define VESPER_KERNEL_FACTORY_H

#include <vesper/kernel/object.h>

#define X(function) \
	RARE kernel_status function(struct abi_vp *vp, void *object);
X(domain_make) X(vp_make) X(pool_make) X(portal_make) X(event_make)
X(budget_make) X(region_make)
X(domain_unmake) X(vp_unmake) X(pool_unmake) X(portal_unmake) X(event_unmake)
X(region_unmake) X(budget_unmake) X(grant_unmake)
#undef X

#endif
