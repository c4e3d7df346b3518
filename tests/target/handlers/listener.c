/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Hears what the desk tells, and signals if it is the right thing.
 */
#include <component.h>
#include <vesper/syscall.h>

void on_desk(uint64_t bits)
{
	uint32_t number = 0;

	if (bits == UINT64_C(1) << HANDLERS_DESK_TOLD_BIT &&
	    handlers_desk_told(desk, &number) == OK && number == 77)
		(void)vesper_signal(heard);
}
