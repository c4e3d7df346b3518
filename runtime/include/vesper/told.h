/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What a client was told: for `uses NAME : INTERFACE on VP`, NAME_take(&bits)
 * takes the notifications that have come, bit N for number N, and clears them.
 * A capability sets bits of the low half of an event, so that those from 32 on
 * have a second one.
 */
#ifndef VESPER_TOLD_H
#define VESPER_TOLD_H

#include <vesper/object.h>

#define VESPER_TAKE(name)                                                     \
	static inline vesper_status name##_take(uint64_t *bits)               \
	{                                                                     \
		return vesper_event_take(name##_event, bits);                 \
	}

#define VESPER_TAKE_HIGH(name)                                                \
	static inline vesper_status name##_take(uint64_t *bits)               \
	{                                                                     \
		uint64_t high;                                                \
		vesper_status status = vesper_event_take(name##_event, bits); \
		if (status == OK)                                             \
			status = vesper_event_take(name##_event_high, &high); \
		if (status == OK)                                             \
			*bits |= high << 32;                                  \
		return status;                                                \
	}

#endif
