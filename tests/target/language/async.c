/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Methods that nobody waits for: that all of them arrive, that the latest value
 * is the one that is read, and that a client which lies in the memory that it
 * shares with the server gets nothing but its own loss.
 */
#include <component.h>
#include <vesper/object.h>
#include <vesper/ring.h>

#include "../tap/tap.h"
#include "judge.h"

enum { POSTS = 3000, PATIENCE = 1000 };

/* Let the server's vp run until it has taken `times` in all. */
static bool taken(uint32_t times, uint32_t *wrong, uint16_t *last)
{
	uint32_t seen = 0;

	for (unsigned i = 0; i < PATIENCE; i++) {
		if (probe_more_posted(more, &seen, wrong, last) != OK)
			return false;
		if (seen >= times)
			break;
		(void)vesper_sleep(vesper_frequency() / 1000);
	}
	return seen == times;
}

static uint64_t wait_bits(vesper_status (*take)(uint64_t *bits))
{
	uint64_t bits = 0;

	for (unsigned i = 0; i < PATIENCE && !bits; i++) {
		(void)vesper_sleep(vesper_frequency() / 100);
		(void)take(&bits);
	}
	return bits;
}

static void judge_example(void)
{
	uint32_t generation = 9;

	check_status(sys_block_disk_media_changed(disk, &generation), E_STATE,
		     "LANG-100 nothing was told yet");
	(void)tap_equal(generation, 0, "LANG-101 so there is no value");
	check_status(sys_block_disk_hint(disk, 1, 2), OK, "LANG-102 a hint");
	(void)tap_equal(wait_bits(disk_take),
			UINT64_C(1) << SYS_BLOCK_DISK_MEDIA_CHANGED_BIT,
			"LANG-103 the bit of the notification");
	check_status(sys_block_disk_media_changed(disk, &generation), OK,
		     "LANG-104 its value can be read");
	(void)tap_equal(generation, 2, "LANG-105 and is the server's");
}

static vesper_status post(uint16_t n)
{
	uint8_t text[48];

	for (unsigned i = 0; i < sizeof(text); i++)
		text[i] = (uint8_t)n;
	return probe_more_post(more, text, PROBE_COLOR_BLUE, n);
}

/* The ring is full again and again; who waits for it lets others run. */
static void judge_posts(void)
{
	uint32_t wrong, full = 0;
	uint16_t last;

	for (unsigned n = 1; n <= POSTS; n++)
		while (post((uint16_t)n) == E_FULL) {
			full++;
			(void)vesper_sleep(vesper_frequency() / 10000);
		}
	(void)tap_check(taken(POSTS, &wrong, &last),
			"LANG-110 all that was posted has arrived");
	(void)tap_check(wrong == 0 && last == POSTS,
			"LANG-111 in its order, and whole");
	(void)tap_check(full != 0, "LANG-112 the ring was full now and then");
	check_status(probe_news_empty(old), OK,
		     "LANG-113 by the base of the interface");
	(void)tap_check(taken(POSTS + 1, &wrong, &last),
			"LANG-114 it has arrived");
}

static struct vesper_ring *own_ring(void)
{
	return (struct vesper_ring *)(void *)vesper_slot(more.to,
							 PROBE_MORE_TO_SLOT);
}

/* Wrong counts first, each with a signal, then a record with a wrong color. */
static void judge_lies(void)
{
	static const struct { uint32_t more; const char *name; } lies[] = {
		{ 33, "LANG-120 one record more than there can be" },
		{ 1000, "LANG-125 many more" },
		{ 0x80000000, "LANG-126 half of all numbers more" },
	};
	struct vesper_ring *ring = own_ring();
	uint32_t tail = ring->tail, wrong;
	uint16_t last;

	for (unsigned i = 0; i < 3; i++) {
		ring->tail = tail + lies[i].more;
		(void)vesper_signal(more.slot + 1);
		(void)tap_check(taken(POSTS + 1, &wrong, &last),
				lies[i].name);
	}
	ring->tail = tail;
	check_status(post(POSTS + 1), OK, "LANG-121 a record");
	((volatile uint8_t *)ring->records[tail % PROBE_MORE_RING_DEPTH].words)[48]
		= 3;
	check_status(post(POSTS + 2), OK, "LANG-122 another one");
	(void)tap_check(taken(POSTS + 2, &wrong, &last),
			"LANG-123 the one that was spoilt is left out");
	(void)tap_equal(last, POSTS + 2, "LANG-124 the other one is not");
}

static void judge_news(void)
{
	struct probe_point at;
	uint64_t w[7];
	uint8_t hue;
	int8_t low;
	probe_color color;
	bool on;

	check_status(probe_more_tell(more, 41), OK, "LANG-130 tell");
	(void)tap_equal(wait_bits(more_take), 1 << 9 | 1 << 3 | 1 << 4,
			"LANG-131 all three bits");
	(void)tap_equal(wait_bits(old_take), 1 << 9,
			"LANG-132 one bit by the base");
	(void)tap_check(probe_more_whole(more, &w[0], &w[1], &w[2], &w[3],
					 &w[4], &w[5], &w[6]) == OK &&
			w[0] == 41 && w[6] == 41, "LANG-133 seven words");
	(void)tap_check(probe_more_mixed(more, &at, &hue, &low, &color) == OK &&
			at.x == 41 && at.y == -1 && hue == 1 && low == -1 &&
			color == PROBE_COLOR_RED, "LANG-134 mixed ones");
	(void)tap_check(probe_news_first(old, &on) == OK && on &&
			probe_more_first(more, &on) == OK && on,
			"LANG-135 the base's, by both");
}

/* Bits of both events; the last one alone too. */
static void judge_high(void)
{
	uint8_t low = 0, first = 0, last = 0;

	check_status(probe_more_tell(more, 43), OK, "LANG-140 tell all");
	(void)tap_equal(wait_bits(more_take), 1 << 9 | 1 << 3 | 1 << 4 |
			UINT64_C(1) << PROBE_MORE_LAST_LOW_BIT |
			UINT64_C(1) << PROBE_MORE_FIRST_HIGH_BIT |
			UINT64_C(1) << PROBE_MORE_LAST_HIGH_BIT,
			"LANG-141 all six bits, of both halves");
	(void)tap_check(probe_more_last_low(more, &low) == OK && low == 31 &&
			probe_more_first_high(more, &first) == OK &&
			first == 32 &&
			probe_more_last_high(more, &last) == OK && last == 63,
			"LANG-142 with their values");
	check_status(probe_more_tell(more, 44), OK, "LANG-143 tell once more");
	(void)tap_equal(wait_bits(more_take), UINT64_C(1) << 63 | 1 << 9 |
			1 << 3 | 1 << 4, "LANG-144 the bit of number 63");
	(void)wait_bits(old_take);
}

void judge_async(void)
{
	judge_example();
	judge_posts();
	judge_lies();
	judge_news();
	judge_high();
}
