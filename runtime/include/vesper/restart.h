/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The other beginning of a component with `restart always`: after a fault, or
 * another end, its supervisor has the kernel begin here (decision 0025).
 */
#ifndef VESPER_RESTART_H
#define VESPER_RESTART_H

/* Its memory becomes what it was at first, its free slots become empty; then
   everything begins. Entered by the kernel alone. */
_Noreturn void vesper_restart(void);

#endif
