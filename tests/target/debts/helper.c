/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Waits for who is in the monitor, and helps it.
 */
#include <component.h>

#include "part.h"

int main(void)
{
	part_wait();
	if (debts_desk_ping(desk) == OK)
		part_end();
	return 0;
}
