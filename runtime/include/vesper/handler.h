/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Handlers: what `vp NAME { on rx, con; }` of a manifest stands for. When the
 * vp's own function has returned, code that the static linker makes of the
 * manifest waits for the events of what is named there, and for each calls
 *
 *	void on_NAME(void)		of an interrupt, which is acknowledged
 *					when it returns
 *	void on_NAME(uint64_t bits)	of an event, of what it supervises, and of
 *					a use with notifications: the bits that
 *					were set
 *
 * or takes the one-way messages of a provided interface, each by its method. In
 * a component that provides something all of that runs inside the monitor: no
 * call is served meanwhile, and who waits with a call helps. A handler may call
 * others; it must not wait for events.
 */
#ifndef VESPER_HANDLER_H
#define VESPER_HANDLER_H

#include <vesper/object.h>

/* What was set in an event, by its number among those of a vp of the component;
   it is cleared. No system call if there is nothing. */
static inline uint64_t vesper_handler_bits(unsigned vp, uint64_t event,
					   uint32_t number)
{
	const volatile struct abi_control_read *state =
		vesper_control_state(vp);
	uint64_t bits = 0;

	if (state->pending[number / 64] >> number % 64 & 1)
		(void)vesper_event_take(event, &bits);
	return bits;
}

#endif
