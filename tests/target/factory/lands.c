/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Memory that is made at run time: shared, written, taken back, deleted, and made
 * again in the same two places.
 */
#include "judge.h"

#define LAND_SIZE	0x2000u
#define WIDE_SIZE	0x300000u
#define ROUNDS		8u
#define LAND		(spare + 9)
#define SECOND		(spare + 10)
#define OLD		UINT64_C(0x6f6c64)
#define RW		(ABI_RIGHT_READ | ABI_RIGHT_WRITE)

static volatile uint64_t *at(uint64_t address)
{
	return (volatile uint64_t *)(uintptr_t)address;
}

static bool is_zero(uint64_t address, uint64_t size)
{
	for (uint64_t i = 0; i < size / 8; i++)
		if (at(address)[i] != 0)
			return false;
	return true;
}

static void fill(uint64_t address, uint64_t size)
{
	for (uint64_t i = 0; i < size / 8; i++)
		at(address)[i] = OLD + i;
}

static vesper_status land(uint64_t slot, uint64_t view, uint64_t *address,
			  uint64_t *number)
{
	return vesper_region_create(lands, slot, self.slot, self.views + view,
				    LAND_SIZE, address, number);
}

/* One life: the new domain sees it too, until it is taken back. */
static bool live(uint64_t *last)
{
	uint64_t address, number;
	bool good = land(LAND, 0, &address, &number) == OK &&
		address != *last && is_zero(address, LAND_SIZE);

	*last = address;
	if (!good)
		return false;
	fill(address, LAND_SIZE);
	good = vesper_region_share(LAND, DOMAIN, 2, 0, 1, RW) == OK &&
		vesper_region_share(LAND, DOMAIN, 2, 0, 1, RW) == E_OCCUPIED &&
		vesper_region_unshare(LAND, DOMAIN, 2) == OK &&
		at(address)[3] == OLD + 3 &&
		vesper_delete(lands, number) == OK &&
		vesper_region_unshare(LAND, self.slot, self.views) == E_STALE;
	discard(LAND);
	return good;
}

static void judge_rounds(void)
{
	struct built built;
	uint64_t last = 0;
	unsigned good = 0;

	(void)build(&built);
	for (unsigned i = 0; i < ROUNDS; i++)
		good += live(&last);
	(void)tap_equal(good, ROUNDS,
			"FAC-200 made, shared, written, taken back, deleted");
	(void)take_apart(&built);
}

static void judge_both(void)
{
	uint64_t a, b, c, number[3];

	check_status(land(LAND, 0, &a, &number[0]), OK, "FAC-201 one place");
	check_status(land(SECOND, 1, &b, &number[1]), OK, "FAC-202 the other");
	check_status(land(FREE, 0, &c, &number[2]), E_EMPTY,
		     "FAC-203 there are no more");
	fill(a, LAND_SIZE);
	(void)tap_check(a != b && is_zero(b, LAND_SIZE),
			"FAC-204 they are two");
	check_status(vesper_region_change(LAND, ABI_REGION_CODE), E_BUSY,
		     "FAC-205 what is written is no code");
	check_status(vesper_delete(lands, number[0]), OK,
		     "FAC-206 one is deleted while it is seen");
	check_status(land(FREE, 0, &c, &number[0]), OK,
		     "FAC-207 and its view is free again");
	(void)tap_check(c == a && is_zero(a, LAND_SIZE),
			"FAC-208 its memory is as new");
	(void)vesper_delete(lands, number[0]);
	(void)vesper_delete(lands, number[1]);
	discard(LAND);
	discard(SECOND);
	discard(FREE);
}

/* The kernel clears nothing: who takes a place without vesper_region_create()
 * finds what it left there. Two windows are one view. */
static void judge_wide(void)
{
	uint64_t address, number;
	struct vesper_message m = { .w1 = LAND };

	check_status(vesper_region_create(wide, LAND, self.slot, self.views,
					  WIDE_SIZE, &address, &number), OK,
		     "FAC-209 more than a window");
	at(address + WIDE_SIZE)[-1] = OLD;
	(void)vesper_delete(wide, number);
	discard(LAND);
	(void)vesper_invoke(wide, ABI_FACTORY_CREATE, &m);
	(void)vesper_region_share(LAND, self.slot, self.views, 0, 2,
				  ABI_RIGHT_READ);
	(void)tap_check(m.w2 == address && at(address + WIDE_SIZE)[-1] == OLD,
			"FAC-210 the factory's holder holds its memory");
	(void)vesper_delete(wide, m.w1);
	discard(LAND);
	check_status(vesper_region_create(wide, LAND, self.slot, self.views,
					  WIDE_SIZE, &address, &number), OK,
		     "FAC-211 and clears it");
	(void)vesper_delete(wide, number);
	discard(LAND);
}

void judge_lands(void)
{
	judge_rounds();
	judge_both();
	judge_wide();
}
