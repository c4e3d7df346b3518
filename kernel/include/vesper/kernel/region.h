/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Regions and views: who sees which windows.
 */
#ifndef VESPER_KERNEL_REGION_H
#define VESPER_KERNEL_REGION_H

#include <vesper/kernel/object.h>

/* Views that one step of an operation takes away, at most. */
#define REVOKE_VIEWS	8

/* Take a view away; its domain may use the record again. */
void view_remove(struct abi_view *view);

/* One step: some of a list, of which that takes them out; OK: none is left. */
kernel_status views_remove(struct abi_view *const *first);

#endif
