/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * References between objects: the address of a struct abi_TYPE in the kernel's
 * half, 0 = none. To whoever writes or reads an image it is a number; the kernel
 * follows it as a pointer, by kernel/view.h, which takes the place of this one.
 */
#ifndef VESPER_REF_H
#define VESPER_REF_H

#include <stdint.h>

#define ABI_REF(type) uint64_t

#endif
