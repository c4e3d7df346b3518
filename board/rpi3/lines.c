/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The interrupt lines of the Raspberry Pi 3: the GPU's controller, and the local
 * one of the four cores, which has the timers.
 *
 * Registers: BCM2835 ARM Peripherals, section 7.5; BCM2836 ARM-local peripherals
 * (QA7), sections 4.3, 4.6 and 4.10. Core 0 takes everything.
 */
#include <stdbool.h>

#include <vesper/kernel/board.h>

#include "devices.h"

/* Read by the static linker alone. */
__attribute__((used, section(".rodata.kernel_devices")))
const struct abi_kernel_device kernel_devices[] = {
	[DEVICE_GPU_LINES] = { 0x3f00b000 },
	[DEVICE_LOCAL] = { 0x40000000 },
	[DEVICE_UART] = { VESPER_DEBUG ? 0x3f201000 : UINT64_MAX },
	[DEVICE_COUNT] = { UINT64_MAX },
};

/* Banks of the GPU's controller: 0, 1: GPU lines 0..31, 32..63; 2: basic. */
#define GPU_BANKS	3
#define GPU_BANK_BITS	32
#define BASIC_BANK	2
#define BASIC_MASK	0xffu	/* above: summaries of the other banks */

static const uint64_t gpu_pending[GPU_BANKS] = { 0x204, 0x208, 0x200 };
static const uint64_t gpu_enable[GPU_BANKS] = { 0x210, 0x214, 0x218 };
static const uint64_t gpu_disable[GPU_BANKS] = { 0x21c, 0x220, 0x224 };

#define GPU_FIQ_CONTROL		0x20c
#define LOCAL_GPU_ROUTING	0x0c
#define LOCAL_PMU_CLEAR		0x18
#define LOCAL_MAILBOXES		0x50	/* core 0's */
#define LOCAL_TIMERS		0x40	/* bit 3: virtual timer */
#define LOCAL_SOURCE		0x60
#define LOCAL_SOURCE_TIMER	(1u << 3)
#define LOCAL_SOURCE_GPU	(1u << 8)

static bool line_is_gpu(uint32_t line)
{
	return line < BOARD_LINE_LOCAL;
}

static void gpu_write(const uint64_t offsets[], uint32_t line)
{
	*device_register(DEVICE_GPU_LINES, offsets[line / GPU_BANK_BITS]) =
		1u << line % GPU_BANK_BITS;
}

void board_lines_init(void)
{
	for (int bank = 0; bank < GPU_BANKS; bank++)
		*device_register(DEVICE_GPU_LINES, gpu_disable[bank]) =
			UINT32_MAX;
	*device_register(DEVICE_GPU_LINES, GPU_FIQ_CONTROL) = 0;
	*device_register(DEVICE_LOCAL, LOCAL_GPU_ROUTING) = 0;
	*device_register(DEVICE_LOCAL, LOCAL_PMU_CLEAR) = 0xf;
	*device_register(DEVICE_LOCAL, LOCAL_MAILBOXES) = 0;
	*device_register(DEVICE_LOCAL, LOCAL_TIMERS) = LOCAL_SOURCE_TIMER;
}

void board_line_mask(uint32_t line)
{
	if (line_is_gpu(line))
		gpu_write(gpu_disable, line);
}

void board_line_unmask(uint32_t line)
{
	if (line_is_gpu(line))
		gpu_write(gpu_enable, line);
}

static uint32_t gpu_bank_pending(uint32_t bank)
{
	uint32_t bits = *device_register(DEVICE_GPU_LINES, gpu_pending[bank]);

	return bank == BASIC_BANK ? bits & BASIC_MASK : bits;
}

static uint32_t gpu_line_pending(void)
{
	for (uint32_t bank = 0; bank < GPU_BANKS; bank++) {
		uint32_t bits = gpu_bank_pending(bank);

		if (bits != 0)
			return bank * GPU_BANK_BITS +
			       (uint32_t)__builtin_ctz(bits);
	}
	return BOARD_LINES;
}

uint32_t board_line_pending(void)
{
	uint32_t source = *device_register(DEVICE_LOCAL, LOCAL_SOURCE);

	if ((source & LOCAL_SOURCE_TIMER) != 0)
		return BOARD_LINE_TIMER;
	if ((source & LOCAL_SOURCE_GPU) != 0)
		return gpu_line_pending();
	return BOARD_LINES;
}
