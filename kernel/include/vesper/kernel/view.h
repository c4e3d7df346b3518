/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The objects as the kernel sees them: an address of one is a pointer to it. To
 * be included before any other header that has abi/object.h.
 */
#ifndef VESPER_KERNEL_VIEW_H
#define VESPER_KERNEL_VIEW_H

#define ABI_REF(type) struct abi_##type *

#include <vesper/abi/boot.h>
#include <vesper/abi/object.h>

#endif
