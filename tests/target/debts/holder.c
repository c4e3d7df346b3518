/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Is in the monitor for longer than it has time.
 */
#include <component.h>
#include <vesper/syscall.h>

#include "part.h"

#define MS_INSIDE 5u

int main(void)
{
	part_wait();
	if (debts_desk_work(desk, vesper_frequency() * MS_INSIDE / 1000) == OK)
		part_end();
	return 0;
}
