/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The early console of the kernel on the Raspberry Pi 3.
 *
 * Registers: PrimeCell UART (PL011) TRM, ARM DDI 0183, section 3.2; addresses:
 * BCM2835 ARM Peripherals, section 1.2.3, moved to 0x3f000000 on the BCM2837.
 * The kernel of debug builds polls the UART to print panics and fault reports,
 * which go out among what the console's driver prints; the firmware, or QEMU,
 * has set it up. Another kernel is silent: the device is its driver's alone.
 */
#include <vesper/kernel/board.h>

#include "devices.h"

#define UART_DR		0x00
#define UART_FR		0x18
#define UART_FR_TXFF	(1u << 5)

static volatile uint32_t *uart_register(uint64_t offset)
{
	return device_register(DEVICE_UART, offset);
}

static void uart_put(char c)
{
	while ((*uart_register(UART_FR) & UART_FR_TXFF) != 0)
		;
	*uart_register(UART_DR) = (uint8_t)c;
}

void board_put(char c)
{
	if (!VESPER_DEBUG)
		return;
	if (c == '\n')
		uart_put('\r');
	uart_put(c);
}
