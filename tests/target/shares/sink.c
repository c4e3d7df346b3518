/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Is woken by each signal that it has taken the one before of.
 */
#include <component.h>
#include <vesper/object.h>

int main(void)
{
	uint64_t bits;

	for (;;) {
		(void)vesper_block();
		(void)vesper_event_take(ring, &bits);
	}
}
