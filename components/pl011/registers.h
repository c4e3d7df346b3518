/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Registers of the PL011 UART, as indices of 32-bit words. Source: ARM
 * PrimeCell UART (PL011) Technical Reference Manual, DDI 0183G, chapter 3.
 */
#ifndef PL011_REGISTERS_H
#define PL011_REGISTERS_H

#include <stdint.h>

enum pl011_register {
	PL011_DR = 0x00 / 4,	/* data and, when read, its errors */
	PL011_FR = 0x18 / 4,	/* flags */
	PL011_IBRD = 0x24 / 4,	/* baud rate divisor: integer */
	PL011_FBRD = 0x28 / 4,	/* and 64ths */
	PL011_LCRH = 0x2c / 4,	/* line control; a write of it latches the
				   divisor */
	PL011_CR = 0x30 / 4,	/* control */
	PL011_IMSC = 0x38 / 4,	/* interrupt mask: 1 lets through */
	PL011_ICR = 0x44 / 4,	/* interrupt clear */
};

#define PL011_DR_ERRORS		0xf00u	/* framing, parity, break, overrun */
#define PL011_FR_BUSY		(1u << 3)
#define PL011_FR_RX_EMPTY	(1u << 4)
#define PL011_FR_TX_FULL	(1u << 5)
#define PL011_LCRH_FIFO		(1u << 4)
#define PL011_LCRH_8_BITS	(3u << 5)
#define PL011_CR_ENABLE		(1u << 0)
#define PL011_CR_TX		(1u << 8)
#define PL011_CR_RX		(1u << 9)
#define PL011_INT_RX		(1u << 4)	/* of IMSC and ICR */
#define PL011_INT_RX_TIMEOUT	(1u << 6)	/* fewer than the FIFO's mark,
						   and no more came */
#define PL011_INT_ALL		0x7ffu

/*
 * The divisor for a rate, in 64ths: clock / (16 * baud), rounded (section
 * 3.3.6). The integer part goes to IBRD, the low six bits to FBRD.
 */
static inline uint32_t pl011_divisor(uint32_t clock_hz, uint32_t baud)
{
	return (uint32_t)((UINT64_C(4) * clock_hz + baud / 2) / baud);
}

#endif
