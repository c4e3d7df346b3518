/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * References between objects: the address of a struct abi_TYPE in the kernel's
 * half, 0 = none; and its place in a list, the address of the reference to it. To
 * whoever writes or reads an image they are numbers; the kernel follows them as
 * pointers, by kernel/view.h, which takes the place of this one.
 */
#ifndef VESPER_REF_H
#define VESPER_REF_H

#include <stdint.h>

#define ABI_REF(type) uint64_t
#define ABI_PLACE(type) uint64_t

#endif
