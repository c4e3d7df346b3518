/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Random steps, the same for a seed.
 */
#include "pair.h"

/* SplitMix64, by Sebastiano Vigna (public domain). */
static uint64_t state;

void pair_seed(uint64_t seed)
{
	state = seed;
}

static uint64_t next(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* ---- what takes several steps ------------------------------------------- */

#define INVOKE		11	/* kind */
#define CALL		0
#define YIELD		25
#define ANY		0xff	/* any byte */
#define DELETE		8	/* operations: of any capability, */
#define FIRST		9	/* and by their order among those of its type */
#define SECOND		11
#define THIRD		13

/* The life of a domain with all that belongs to it, in slots 21 and up. */
static const struct step life[] = {
	{ INVOKE, 12, FIRST, 21, ANY, ANY },	/* made: a domain, */
	{ INVOKE, 14, FIRST, 22, 21, ANY },	/* its pool, */
	{ INVOKE, 15, FIRST, 23, 21, ANY },	/* a portal, */
	{ INVOKE, 13, FIRST, 24, 21, ANY },	/* a vp, */
	{ INVOKE, 17, FIRST, 25, ANY, ANY },	/* a part of a budget, */
	{ INVOKE, 24, THIRD, 25, ANY, ANY },	/* for it; */
	{ INVOKE, 21, FIRST, 2, 0, 1 },		/* it gets an event, */
	{ INVOKE, 21, FIRST, 1, 1, 1 },		/* a portal, */
	{ INVOKE, 16, FIRST, 26, ANY, ANY },	/* memory, */
	{ INVOKE, 26, FIRST, 21, 16, 6 },
	{ INVOKE, 24, FIRST, ANY, ANY, ANY },	/* and begins */
#define CROWD 11
	{ CALL, 23, ANY, ANY, ANY, ANY },	/* called, and calls, */
	{ CALL, 1, ANY, ANY, ANY, ANY },
	{ YIELD, 0, 0, 0, 0, 0 },
	{ CALL, 23, ANY, ANY, ANY, ANY },	/* by more than can enter; */
	{ YIELD, 0, 0, 0, 0, 0 },
	{ INVOKE, 8, FIRST, 27, ANY, ANY },	/* who waits for an event */
	{ INVOKE, 27, SECOND, 0, ANY, ANY },
	{ YIELD, 0, 0, 0, 0, 0 },
	{ INVOKE, 8, SECOND, 0, ANY, ANY },	/* that is deleted */
	{ INVOKE, 8, SECOND, 1, ANY, ANY },
	{ INVOKE, 27, DELETE, ANY, ANY, ANY },
#define APART 22
	{ INVOKE, 21, SECOND, 0, ANY, ANY },	/* stopped, deleted */
	{ INVOKE, 13, SECOND, 0, ANY, ANY },
	{ INVOKE, 15, SECOND, 0, ANY, ANY },
	{ INVOKE, 15, SECOND, 1, ANY, ANY },
	{ INVOKE, 14, SECOND, 0, ANY, ANY },
	{ INVOKE, 12, SECOND, 0, ANY, ANY },	/* in two steps */
	{ INVOKE, 12, SECOND, 0, ANY, ANY },
	{ INVOKE, 17, SECOND, 0, ANY, ANY },
	{ INVOKE, 16, SECOND, 0, ANY, ANY },
	{ INVOKE, 21, DELETE, ANY, ANY, ANY },
	{ INVOKE, 22, DELETE, ANY, ANY, ANY },
	{ INVOKE, 23, DELETE, ANY, ANY, ANY },
	{ INVOKE, 24, DELETE, ANY, ANY, ANY },
	{ INVOKE, 25, DELETE, ANY, ANY, ANY },
	{ INVOKE, 26, DELETE, ANY, ANY, ANY },
#define END 37
};
_Static_assert(sizeof(life) == END * sizeof(life[0]), "a life");
static const struct {
	size_t first, end;
} scripts[] = {
	{ 0, CROWD }, { 0, END }, { CROWD, END }, { APART, END },
};
static const struct step *script;
static size_t script_left;

static uint8_t filled(uint8_t byte, uint64_t bits)
{
	return byte == ANY ? (uint8_t)bits : byte;
}

/* One of 64 steps begins something; now and then a step of it is left
 * out, or another one comes between. */
static bool from_script(uint64_t bits, struct step *step)
{
	if (script_left == 0 && (bits >> 48 & 63) == 0) {
		script = &life[scripts[bits >> 54 & 3].first];
		script_left = scripts[bits >> 54 & 3].end -
			      scripts[bits >> 54 & 3].first;
	}
	if (script_left == 0 || bits >> 56 < 64)
		return false;
	if (bits >> 56 < 80) {
		script++;
		script_left--;
		return false;
	}
	*step = (struct step){
		script->kind | (uint8_t)(bits & 0x80), script->a,
		filled(script->b, bits >> 16), filled(script->c, bits >> 24),
		filled(script->d, bits >> 32), filled(script->e, bits >> 40),
	};
	script++;
	script_left--;
	return true;
}

/* The end of a domain comes once in a while: most of what there is to see
 * needs all of them. */
struct step pair_random(void)
{
	for (;;) {
		uint64_t bits = next();
		struct step step = {
			(uint8_t)bits, (uint8_t)(bits >> 8),
			(uint8_t)(bits >> 16), (uint8_t)(bits >> 24),
			(uint8_t)(bits >> 32), (uint8_t)(bits >> 40),
		};

		if (from_script(next(), &step))
			return step;
		if (!step_is_final(&step) || bits >> 56 < 4)
			return step;
	}
}
