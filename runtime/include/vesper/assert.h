/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Assertions of a component: one that does not hold is a breakpoint fault,
 * which the kernel reports with the component's name and the place as function
 * and line. A release build evaluates nothing.
 */
#ifndef VESPER_ASSERT_H
#define VESPER_ASSERT_H

#define vesper_assert(condition)                                              \
	do {                                                                  \
		if (VESPER_DEBUG && !(condition))                             \
			__builtin_trap();                                     \
	} while (0)

#endif
