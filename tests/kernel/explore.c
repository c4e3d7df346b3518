/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * explore [STATES]: every sequence of the actions of a small configuration, up
 * to a depth, breadth first; each state is visited once, and in each the kernel
 * agrees with the second model and its invariants hold. STATES bounds each
 * configuration; the depth up to which it is complete is printed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pair.h"

#define DEFAULT_STATES	4000
#define DEPTH_MAX	64
#define ACTIONS		16

/* Bytes of steps as pair.c reads them; fast where there is a fast path. */
#define CALL(slot)		{ 0, slot, 1, 0, 0, 0 }
#define SLOW_CALL(slot)		{ 128, slot, 1, 0, 0, 0 }
#define REPLY			{ 5, 1, 0, 0, 0, 0 }
#define SLOW_REPLY		{ 128 + 5, 1, 0, 0, 0, 0 }
#define SIGNAL(slot)		{ 8, slot, 0, 0, 0, 0 }
#define COPY(slot, to)		{ 11, slot, 0, to, 1, 0 }
#define MOVE(slot, to)		{ 11, slot, 6, to, 0, 0 }
#define DELETE(slot)		{ 11, slot, 8, 0, 0, 0 }
#define OPERATION1(slot, c, d, e) { 11, slot, 9, c, d, e }
#define OPERATION2(slot, c, d, e) { 11, slot, 11, c, d, e }
#define OPERATION3(slot)	{ 11, slot, 13, 0, 0, 0 }
#define CHANGE(slot, state)	{ 11, slot, 5, state, 0, 0 }
#define OPERATION4(slot)	{ 11, slot, 15, 0, 0, 0 }
#define CALL_CAP(slot, c, d, e)	{ 19, slot, 1, c, d, e }
#define REPLY_CAP(status, c)	{ 22, status, 0, c, 128, 128 }
#define BLOCK			{ 24, 0, 0, 0, 0, 0 }
#define YIELD			{ 25, 0, 0, 0, 0, 0 }
#define TURN			{ 27, 0, 0, 0, 0, 0 }
#define FAULT			{ 30, 0, 0, 0, 0, 0 }
/* Fields of call_cap: a mode over a slot. */
#define RESULT(slot)		(slot)
#define COPIED(slot)		(0x10 + (slot))
#define MOVED(slot)		(0x20 + (slot))
#define BORROWED(slot)		(0x30 + (slot))
#define NOTHING			128

static const struct configuration {
	const char *name;
	struct step actions[ACTIONS]; /* up to one that repeats the first */
	size_t count;
} configurations[] = {
	{ "calls, preemption and faults",
	  { CALL(0), SLOW_CALL(0), CALL(1), REPLY, SLOW_REPLY, TURN, FAULT },
	  7 },
	{ "events and monitors",
	  { CALL(0), REPLY, SIGNAL(2), OPERATION2(1, 0, 0, 0), BLOCK, TURN,
	    OPERATION3(3), OPERATION4(3), SIGNAL(3), FAULT }, 10 },
	{ "stopping others",
	  { CALL(0), CALL(1), REPLY, OPERATION2(1, 0, 0, 0), TURN,
	    OPERATION2(4, 0, 0, 0), SIGNAL(2), FAULT }, 8 },
	{ "capabilities and grants",
	  { COPY(0, 9), MOVE(9, 10), DELETE(9), DELETE(10),
	    OPERATION1(5, 9, 10, 1), OPERATION2(5, 0, 0, 0), CALL(10),
	    OPERATION1(4, 10, 9, 1), REPLY, TURN }, 10 },
	{ "events that are made and deleted",
	  { OPERATION1(8, 9, 0, 0), OPERATION2(8, 0, 0, 0),
	    OPERATION2(8, 1, 0, 0), SIGNAL(9), OPERATION1(9, 0, 0, 0),
	    OPERATION2(9, 0, 0, 0), OPERATION1(5, 9, 10, 1), SIGNAL(10),
	    DELETE(9), DELETE(10), TURN }, 11 },
	{ "regions under grants",
	  { OPERATION1(5, 6, 9, 1), OPERATION2(5, 0, 0, 0),
	    OPERATION1(9, 4, 16, 0x46), OPERATION1(6, 4, 33, 0x46),
	    OPERATION2(6, 4, 0, 0), OPERATION2(9, 4, 1, 0), DELETE(9) }, 7 },
	{ "a region as data and code",
	  { OPERATION1(6, 4, 16, 0x06), OPERATION1(6, 4, 16, 0x0a),
	    OPERATION1(6, 7, 33, 0x06), OPERATION1(6, 7, 33, 0x0a),
	    OPERATION2(6, 4, 1, 0), OPERATION2(6, 7, 0, 0), CHANGE(6, 0),
	    CHANGE(6, 1) }, 8 },
	{ "capabilities in messages",
	  { CALL_CAP(0, MOVED(2), NOTHING, NOTHING),
	    CALL_CAP(0, BORROWED(0), RESULT(9), NOTHING),
	    CALL_CAP(0, COPIED(0), COPIED(2), RESULT(10)),
	    MOVE(6, 9), COPY(6, 10), DELETE(6), REPLY_CAP(4, MOVED(9)),
	    REPLY_CAP(4, COPIED(0)), REPLY, REPLY_CAP(1, NOTHING), TURN,
	    FAULT }, 12 },
};

struct node {
	uint32_t parent;
	uint8_t action, depth;
};

static struct node *nodes;
static size_t nodes_count, nodes_max;
static uint64_t *seen;		/* a hash table; 0 is free */
static size_t seen_size;

/* True if the state was not known. */
static bool seen_add(uint64_t hash)
{
	size_t at = hash % seen_size;

	hash += hash == 0;
	for (; seen[at] != 0; at = (at + 1) % seen_size)
		if (seen[at] == hash)
			return false;
	seen[at] = hash;
	return true;
}

/* The steps from the beginning to node `n`. */
static size_t path(const struct configuration *c, size_t n, struct step *steps)
{
	size_t depth = nodes[n].depth;

	for (size_t i = depth; i > 0; i--, n = nodes[n].parent)
		steps[i - 1] = c->actions[nodes[n].action];
	return depth;
}

static bool expand(const struct configuration *c, size_t n)
{
	struct step steps[DEPTH_MAX];
	size_t depth = path(c, n, steps);

	for (size_t a = 0; a < c->count; a++) {
		steps[depth] = c->actions[a];
		if (!pair_run(steps, depth + 1)) {
			printf("%s:\n", c->name);
			pair_print(steps, depth + 1);
			return false;
		}
		if (seen_add(pair_hash()) && nodes_count < nodes_max)
			nodes[nodes_count++] = (struct node){
				(uint32_t)n, (uint8_t)a, (uint8_t)(depth + 1),
			};
	}
	return true;
}

static bool explore(const struct configuration *c)
{
	size_t n = 0;

	memset(seen, 0, seen_size * sizeof(*seen));
	nodes_count = 1;
	nodes[0] = (struct node){ 0, 0, 0 };
	for (; n < nodes_count && nodes[n].depth + 1 < DEPTH_MAX; n++) {
		if (nodes_count == nodes_max)
			break;
		if (!expand(c, n))
			return false;
	}
	if (n == nodes_count)
		printf("%s: %zu states, which is all\n", c->name, nodes_count);
	else
		printf("%s: %zu states, all to a depth of %d\n", c->name,
		       nodes_count, nodes[n].depth);
	return true;
}

int main(int argc, char **argv)
{
	nodes_max = argc > 1 ? strtoull(argv[1], NULL, 0) : DEFAULT_STATES;
	seen_size = nodes_max * ACTIONS * 2 + 1;
	nodes = calloc(nodes_max, sizeof(*nodes));
	seen = calloc(seen_size, sizeof(*seen));
	if (nodes == NULL || seen == NULL)
		return 99;
	pair_alike = true;
	for (size_t i = 0;
	     i < sizeof(configurations) / sizeof(configurations[0]); i++)
		if (!explore(&configurations[i]))
			return 1;
	return 0;
}
