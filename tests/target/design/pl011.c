/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A console whose input is taken by a handler, as it comes, and read by lines from
 * what there is: no call waits.
 */
#include <component.h>

#include "../../../components/pl011/registers.h"
#include "line.h"

#define CLOCK_HZ	48000000u
#define RING_SIZE	65536u
#define RX_INTERRUPTS	(PL011_INT_RX | PL011_INT_RX_TIMEOUT)

static struct line line = { .bytes = ring, .size = RING_SIZE };
static bool is_ready;

/* By the first call, in the monitor: calls can come before main() has run. */
static void uart_start(void)
{
	uint32_t divisor = pl011_divisor(CLOCK_HZ, PARAM_baud);

	regs[PL011_CR] = 0;
	regs[PL011_ICR] = PL011_INT_ALL;
	regs[PL011_IBRD] = divisor >> 6;
	regs[PL011_FBRD] = divisor & 0x3f;
	regs[PL011_LCRH] = PL011_LCRH_8_BITS;
	regs[PL011_IMSC] = RX_INTERRUPTS;
	regs[PL011_CR] = PL011_CR_ENABLE | PL011_CR_TX | PL011_CR_RX;
	is_ready = true;
}

/* What comes after the last look at the FIFO interrupts again. */
void on_rx(void)
{
	regs[PL011_ICR] = RX_INTERRUPTS;
	while (!(regs[PL011_FR] & PL011_FR_RX_EMPTY))
		(void)line_put(&line, (char)regs[PL011_DR]);
	if (log_connected() && design_log_put(log, PARAM_baud) != OK)
		return;		/* the log is full: nobody waits for it */
}

vesper_status sys_console_serve_write(const vesper_client *client,
				      struct vesper_string text)
{
	(void)client;
	if (!is_ready)
		uart_start();
	for (uint32_t i = 0; i < text.size; i++) {
		while (regs[PL011_FR] & PL011_FR_TX_FULL)
			;
		regs[PL011_DR] = (unsigned char)text.data[i];
	}
	return OK;
}

vesper_status sys_console_serve_read_line(const vesper_client *client,
					  struct vesper_text *text)
{
	(void)client;
	return line_take(&line, text) ? OK : E_STATE;
}
