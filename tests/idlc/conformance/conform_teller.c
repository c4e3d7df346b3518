/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The vp of the server of `told`: it is signalled, and takes nothing, so that a
 * client's `look` finds all that was sent.
 */
#include <component.h>
#include <vesper/object.h>

int main(void)
{
	for (;;) {
		uint64_t bits;

		(void)vesper_block();
		(void)vesper_event_take(told_event, &bits);
	}
}
