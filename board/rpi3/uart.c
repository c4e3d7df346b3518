/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The early console and the device pages of the kernel on the Raspberry Pi 3.
 *
 * Registers: PrimeCell UART (PL011) TRM, ARM DDI 0183, section 3.2; addresses:
 * BCM2835 ARM Peripherals, section 1.2.3, moved to 0x3f000000 on the BCM2837.
 * The kernel polls the UART to print panics and fault reports, which go out
 * among what the console's driver prints; the firmware, or QEMU, has set it up.
 */
#include <vesper/kernel/board.h>

#include <vesper/abi/memory.h>

#define UART_PAGE	0 /* index in kernel_devices */
#define UART_DR		0x00
#define UART_FR		0x18
#define UART_FR_TXFF	(1u << 5)

const struct abi_kernel_device kernel_devices[] = {
	[UART_PAGE] = { 0x3f201000 },
	{ UINT64_MAX },
};

static volatile uint32_t *uart_register(uint64_t offset)
{
	return (volatile uint32_t *)(ABI_KERNEL_DEVICES +
				     UART_PAGE * ABI_PAGE_SIZE + offset);
}

static void uart_put(char c)
{
	while ((*uart_register(UART_FR) & UART_FR_TXFF) != 0)
		;
	*uart_register(UART_DR) = (uint8_t)c;
}

void board_put(char c)
{
	if (c == '\n')
		uart_put('\r');
	uart_put(c);
}
