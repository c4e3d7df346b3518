/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Enters the kernel once, with a thread pointer that makes a seeded one read
 * a user address. Which way, says a letter that the test writes into the image.
 */
#include <component.h>
#include <vesper/syscall.h>

#include "../tap/tap.h"

/* One word, as an image holds words, with the letter at its end. */
#define LETTER 6
_Alignas(8) static const volatile char order[8] = "order:-";

static void enter(char path)
{
	switch (path) {
	case 'y':
		vesper_yield();
		break;
	case 'i':
		(void)vesper_invoke(0, 0, &(struct vesper_message){ 0 });
		break;
	case 's':
		(void)vesper_sleep(1);
		break;
	case 'f':
		__asm__ volatile("wfi"); /* traps, and is a yield */
		break;
	default:
		break;
	}
}

int main(void)
{
	char path = order[LETTER];
	uint64_t kept, seen;

	tap_plan(1);
	__asm__ volatile("mrs %0, tpidr_el0\n\tmsr tpidr_el0, %1"
			 : "=&r"(kept)
			 : "r"((uint64_t)&order[LETTER] | 1) : "memory");
	enter(path);
	__asm__ volatile("msr tpidr_el0, %0" : : "r"(kept) : "memory");
	__asm__ volatile("mrs %0, tpidrro_el0" : "=r"(seen));
	(void)tap_equal(seen, path == '-' ? 0 : (uint8_t)path,
			"what the kernel has read is what was ordered");
	return sys_power_off(power);
}
