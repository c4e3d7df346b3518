/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The invariants of the kernel's whole state.
 */
#ifndef VESPER_KERNEL_CHECK_H
#define VESPER_KERNEL_CHECK_H

/*
 * Panics with the first invariant that does not hold. For debug builds: it
 * looks at everything, so its time grows with the image. To be called between
 * two entries into the kernel, when no operation is half done.
 */
void kernel_check(void);

#endif
