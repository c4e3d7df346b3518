/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The console on a PL011 UART. The component is a monitor: one call at a time
 * runs, so the state below needs no lock. Of its two workers one can wait for
 * input; the wait gives up the monitor, so that others write meanwhile.
 *
 * The interrupt is that of received characters: its line stays masked from the
 * interrupt to the acknowledgement, which follows when the FIFO is empty.
 *
 * The UART's clock and its two pins are the firmware's work: with enable_uart=1
 * in config.txt it sets 48 MHz (init_uart_clock) and, on a board with
 * Bluetooth, dtoverlay=disable-bt brings this UART to the pins 14 and 15.
 */
#include <component.h>
#include <vesper/object.h>

#include "line.h"
#include "registers.h"

#define CLOCK_HZ	48000000u	/* init_uart_clock's default */

static struct line line;
static bool is_ready;

static void uart_put(char c)
{
	while (regs[PL011_FR] & PL011_FR_TX_FULL)
		;
	regs[PL011_DR] = (unsigned char)c;
}

/* The next character without errors of the line; false if none has come. */
static bool uart_get(char *c)
{
	while (!(regs[PL011_FR] & PL011_FR_RX_EMPTY)) {
		uint32_t data = regs[PL011_DR];

		if (data & PL011_DR_ERRORS)
			continue;
		*c = (char)data;
		return true;
	}
	return false;
}

static void text_put(struct vesper_string text)
{
	for (uint32_t i = 0; i < text.size; i++) {
		if (text.data[i] == '\n')
			uart_put('\r');
		uart_put(text.data[i]);
	}
}

/*
 * In the order of the manual's section 3.3.8: off, set, on; to switch the FIFO
 * off flushes it. What was typed before the first call is lost, so whoever
 * sends input waits for output, as make run-NAME does.
 */
static void uart_start(void)
{
	uint32_t divisor = pl011_divisor(CLOCK_HZ, PARAM_baud);

	while (regs[PL011_FR] & PL011_FR_BUSY)
		;	/* what the firmware or the kernel still sends */
	regs[PL011_CR] = 0;
	regs[PL011_IMSC] = 0;
	regs[PL011_ICR] = PL011_INT_ALL;
	regs[PL011_IBRD] = divisor >> 6;
	regs[PL011_FBRD] = divisor & 0x3f;
	regs[PL011_LCRH] = 0;
	regs[PL011_LCRH] = PL011_LCRH_FIFO | PL011_LCRH_8_BITS;
	regs[PL011_IMSC] = PL011_INT_RX | PL011_INT_RX_TIMEOUT;
	regs[PL011_CR] = PL011_CR_ENABLE | PL011_CR_TX | PL011_CR_RX;
	is_ready = true;
}

vesper_status sys_console_serve_write(const vesper_client *client,
				      struct vesper_string text)
{
	(void)client;
	if (!is_ready)
		uart_start();
	text_put(text);
	return OK;
}

static void character_take(char c)
{
	char echo_data[LINE_ECHO_MAX + 1];
	struct vesper_text echo = VESPER_TEXT(echo_data);

	line_type(&line, c, &echo);
	text_put(vesper_text_string(echo));
}

/*
 * Wait for an interrupt. One that came while nobody waited is still in the
 * event, so the FIFO is looked at again at once. E_STATE if another call waits
 * already.
 */
static vesper_status input_wait(void)
{
	uint64_t bits;

	if (vesper_event_wait(rx_event, VESPER_FOREVER, &bits) != OK)
		return E_STATE;
	regs[PL011_ICR] = PL011_INT_RX | PL011_INT_RX_TIMEOUT;
	return OK;
}

/* Characters until the line is there. */
static vesper_status line_read(void)
{
	vesper_status status = OK;
	char c;

	while (line.state == LINE_OPEN && status == OK) {
		if (uart_get(&c)) {
			character_take(c);
			continue;
		}
		(void)vesper_irq_acknowledge(rx);
		status = input_wait();
	}
	return status;
}

vesper_status sys_console_serve_read_line(const vesper_client *client,
					  struct vesper_text *text)
{
	vesper_status status;

	(void)client;
	if (!is_ready)
		uart_start();
	status = line_read();
	if (status != OK)
		return status;
	if (line.state == LINE_END)
		return E_END;
	return line_take(&line, text) ? OK : E_BOUNDS;
}
