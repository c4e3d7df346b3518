/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Ends by a fault when it is told so.
 */
#include <component.h>
#include <vesper/object.h>

int main(void)
{
	uint64_t bits;

	(void)vesper_event_wait(go, VESPER_FOREVER, &bits);
	__builtin_trap();
}
