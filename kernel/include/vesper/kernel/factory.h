/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What each type of object brings for its factory, in its own file: operations
 * on the object, of whose capability nothing else is there yet, or any more.
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

#include <vesper/kernel/operation.h>

/* X(TYPE, type, right): the right stands in the key of what is made. */
#define FACTORY_TYPES(X) \
	X(DOMAIN, domain, NONE) X(VP, vp, NONE) X(POOL, pool, NONE) \
	X(PORTAL, portal, CALL) X(EVENT, event, SIGNAL) \
	X(REGION, region, NONE) X(BUDGET, budget, NONE) X(GRANT, grant, NONE)

#define X(TYPE, type, right) \
	RARE operation_function type##_make, type##_unmake;
FACTORY_TYPES(X)
#undef X

#endif
