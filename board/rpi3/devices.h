/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The device pages that the kernel drives itself, and where it sees them.
 */
#ifndef VESPER_RPI3_DEVICES_H
#define VESPER_RPI3_DEVICES_H

#include <stdint.h>

#include <vesper/abi/memory.h>

/* Index in kernel_devices. */
enum device {
	DEVICE_GPU_LINES,
	DEVICE_LOCAL,
	DEVICE_UART,	/* debug builds; else it is its driver's alone */
	DEVICE_COUNT,
};

static inline volatile uint32_t *device_register(enum device device,
						 uint64_t offset)
{
	return (volatile uint32_t *)(ABI_KERNEL_DEVICES +
				     (uint64_t)device * ABI_PAGE_SIZE + offset);
}

#endif
