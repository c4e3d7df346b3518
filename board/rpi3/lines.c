/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The interrupt lines of the Raspberry Pi 3: the GPU's controller, and the local
 * one of the four cores, which has the timers.
 *
 * Registers: BCM2835 ARM Peripherals, section 7.5; BCM2836 ARM-local peripherals
 * (QA7), sections 4.3, 4.6 and 4.10. Core 0 takes everything.
 */
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

#define GPU_BASIC_PENDING	(0x200 / 4)
#define GPU_PENDING		(0x204 / 4)	/* of banks 0, 1 */
#define GPU_ENABLE		(0x210 / 4)	/* of all banks */
#define GPU_DISABLE		(0x21c / 4)

#define GPU_FIQ_CONTROL		(0x20c / 4)
#define LOCAL_GPU_ROUTING	0x0c
#define LOCAL_PMU_CLEAR		0x18
#define LOCAL_MAILBOXES		0x50	/* core 0's */
#define LOCAL_TIMERS		0x40	/* bit 3: virtual timer */
#define LOCAL_SOURCE		0x60
#define LOCAL_SOURCE_TIMER	(1u << 3)
#define LOCAL_SOURCE_GPU	(1u << 8)

/* The registers of the GPU's controller; the compiler is not to know where they
 * are, or it makes each of their addresses anew. */
static inline volatile uint32_t *gpu_registers(void)
{
	volatile uint32_t *registers = device_register(DEVICE_GPU_LINES, 0);

	__asm__("" : "+r"(registers));
	return registers;
}

void board_lines_init(void)
{
	volatile uint32_t *gpu = gpu_registers();

	for (uint32_t bank = 0; bank < GPU_BANKS; bank++)
		gpu[GPU_DISABLE + bank] = UINT32_MAX;
	gpu[GPU_FIQ_CONTROL] = 0;
	*device_register(DEVICE_LOCAL, LOCAL_GPU_ROUTING) = 0;
	*device_register(DEVICE_LOCAL, LOCAL_PMU_CLEAR) = 0xf;
	*device_register(DEVICE_LOCAL, LOCAL_MAILBOXES) = 0;
	*device_register(DEVICE_LOCAL, LOCAL_TIMERS) = LOCAL_SOURCE_TIMER;
}

void board_line_unmask(uint32_t line)
{
	if (line < BOARD_LINE_LOCAL)
		gpu_registers()[GPU_ENABLE + line / GPU_BANK_BITS] =
			1u << line % GPU_BANK_BITS;
}

static inline uint64_t bank_take(volatile uint32_t *gpu, uint32_t bank,
				 uint32_t bits)
{
	gpu[GPU_DISABLE + bank] = bits & -bits;
	return bank * GPU_BANK_BITS + (uint32_t)__builtin_ctz(bits);
}

static inline uint64_t gpu_line_take(void)
{
	volatile uint32_t *gpu = gpu_registers();
	uint32_t bits = gpu[GPU_PENDING];

	if (bits != 0)
		return bank_take(gpu, 0, bits);
	bits = gpu[GPU_PENDING + 1];
	if (bits != 0)
		return bank_take(gpu, 1, bits);
	bits = gpu[GPU_BASIC_PENDING] & BASIC_MASK;
	return bits != 0 ? bank_take(gpu, BASIC_BANK, bits) : BOARD_LINES;
}

uint64_t board_line_take(void)
{
	uint32_t source = *device_register(DEVICE_LOCAL, LOCAL_SOURCE);

	if ((source & LOCAL_SOURCE_TIMER) == 0 &&
	    (source & LOCAL_SOURCE_GPU) != 0)
		return gpu_line_take();
	return BOARD_LINES;
}
