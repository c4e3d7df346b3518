/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the kernel asks of a board; board/BOARD implements it.
 */
#ifndef VESPER_KERNEL_BOARD_H
#define VESPER_KERNEL_BOARD_H

#include <vesper/abi/boot.h>

/* Device pages that the kernel maps for itself; read by the static linker. */
extern const struct abi_kernel_device kernel_devices[];

/*
 * Interrupt lines: 0..63 are the GPU's, 64..71 the ARM's basic ones (BCM2835 ARM
 * Peripherals, section 7.5), 72..83 bits 0..11 of the core's local interrupt
 * source register (BCM2836 "QA7" Quad-A7 control, section 4.10).
 */
#define BOARD_LINES		84
#define BOARD_LINE_LOCAL	72
#define BOARD_LINE_TIMER	(BOARD_LINE_LOCAL + 3) /* virtual timer */

/* Boot only: all lines masked but the timer's. */
void board_lines_init(void);

void board_line_unmask(uint32_t line);

/* A line that was pending, and not masked, and is masked now; BOARD_LINES if
 * there is none but the timer's, which is not masked. */
uint64_t board_line_take(void);

/* One character to the early console; waits until there is room. */
void board_put(char c);

#endif
