/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Hears what the desk tells, and signals if it is the right thing.
 */
#include <component.h>
#include <vesper/syscall.h>

static uint64_t all;

void on_desk(uint64_t bits)
{
	uint32_t number = 0, far = 0;

	all |= bits;
	if (all == (UINT64_C(1) << HANDLERS_DESK_TOLD_BIT |
		    UINT64_C(1) << HANDLERS_DESK_FAR_BIT) &&
	    handlers_desk_told(desk, &number) == OK && number == 77 &&
	    handlers_desk_far(desk, &far) == OK && far == 78)
		(void)vesper_signal(heard);
}
