/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the kernel asks of a board; board/BOARD implements it.
 */
#ifndef VESPER_KERNEL_BOARD_H
#define VESPER_KERNEL_BOARD_H

#include <vesper/abi/boot.h>

/* Device pages that the kernel maps for itself; read by the static linker. */
extern const struct abi_kernel_device kernel_devices[];

/* One character to the early console; waits until there is room. */
void board_put(char c);

#endif
