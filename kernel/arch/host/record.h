/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The boot record as the world writes it. The core's headers declare the same
 * object as constant, so nobody includes this and vesper/kernel/object.h.
 */
#ifndef VESPER_HOST_RECORD_H
#define VESPER_HOST_RECORD_H

#include <vesper/kernel/view.h>

extern struct abi_boot boot_record;

#endif
