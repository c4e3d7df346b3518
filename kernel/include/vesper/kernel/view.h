/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The objects as the kernel sees them: a reference to one is a pointer. It has
 * the guard of abi/ref.h, in whose place it stands, and so comes before any
 * other header that has abi/object.h.
 */
#ifndef VESPER_REF_H
#define VESPER_REF_H

#define ABI_REF(type) struct abi_##type *
#define ABI_PLACE(type) struct abi_##type **

#include <vesper/abi/boot.h>
#include <vesper/abi/object.h>

#endif
