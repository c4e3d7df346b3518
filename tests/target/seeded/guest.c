/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Enters the kernel once, with a thread pointer that makes a seeded one read
 * a user address. Which way, says a letter that the test writes into the image.
 * Or it uses up the generations of an event, of which the seeded kernel makes the
 * last ones come at once.
 */
#include <component.h>
#include <vesper/factory.h>
#include <vesper/object.h>
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
		/* Traps, and is a yield; but not while an interrupt is
		 * pending (Arm DDI 0487, "WFI"), which is over by the next. */
		__asm__ volatile("wfi\n\twfi\n\twfi");
		break;
	default:
		break;
	}
}

static vesper_status make(uint64_t slot)
{
	uint64_t number;

	(void)vesper_cap_delete(slot);
	return vesper_create(events, (struct vesper_message){ .w1 = slot },
			     &number);
}

/* Its generation is this one, and then it is deleted. */
static vesper_status delete_as(uint32_t generation)
{
	struct vesper_message m = { .w1 = 0, .w2 = generation };

	return vesper_invoke(events, ABI_FACTORY_DELETE, &m);
}

static void check(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

/* A place retires with the last generation as its key: the one before that is
 * an object's last, and the one before it an object like any other. */
static int use_up(void)
{
	tap_plan(7);
	check(make(spare), OK, "WRP-001 an event");
	check(delete_as(UINT32_MAX - 3), OK, "WRP-002 near its last generation");
	check(make(spare + 1), OK, "WRP-003 is made once more");
	check(vesper_event_take(spare + 1, &(uint64_t){ 0 }), OK,
	      "WRP-004 and is one");
	check(delete_as(UINT32_MAX - 2), OK, "WRP-005 at its last one");
	check(make(spare + 2), E_EMPTY, "WRP-006 its place is not used again");
	check(vesper_event_take(spare, &(uint64_t){ 0 }), E_STALE,
	      "WRP-007 and what named the first one leads to nothing");
	return sys_power_off(power);
}

int main(void)
{
	char path = order[LETTER];
	uint64_t kept, seen;

	if (path == 'g')
		return use_up();
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
