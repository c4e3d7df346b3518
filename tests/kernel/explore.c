/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * explore [STATES]: every sequence of the actions of a small configuration,
 * breadth first, up to the depth that stands beside it; each state is visited
 * once, and in each the kernel agrees with the second model and its invariants
 * hold. How many states of the model are found must be what stands there, too:
 * that depends on what the kernel does, not on how. With STATES each
 * configuration is explored as far as so many go.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pair.h"

#define STATES_MAX	16000	/* without STATES */
#define DEPTH_MAX	64
#define ACTIONS		16
#define BEGIN_MAX	3

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
#define OPERATION3(slot, c)	{ 11, slot, 13, c, 0, 0 }
#define CHANGE(slot, state)	{ 11, slot, 5, state, 0, 0 }
#define OPERATION4(slot)	{ 11, slot, 15, 0, 0, 0 }
#define CALL_CAP(slot, c, d, e)	{ 19, slot, 1, c, d, e }
#define REPLY_CAP(status, c)	{ 22, status, 0, c, 128, 128 }
#define BLOCK			{ 24, 0, 0, 0, 0, 0 }
#define YIELD			{ 25, 0, 0, 0, 0, 0 }
#define TURN			{ 27, 0, 0, 0, 0, 0 }
#define SHORT_FAULT		{ 30, 0, 0, 0, 0, 0 }
#define FAULT			{ 128 + 30, 0, 0, 0, 0, 0 }
/* Fields of call_cap: a mode over a slot. */
#define RESULT(slot)		(slot)
#define COPIED(slot)		(0x10 + (slot))
#define MOVED(slot)		(0x20 + (slot))
#define BORROWED(slot)		(0x30 + (slot))
#define NOTHING			128
#define FROM_BOOT		0, { REPLY } /* none before */

static const struct configuration {
	const char *name;
	uint8_t depth;
	size_t states;		/* of the model, up to that depth */
	size_t count;
	struct step actions[ACTIONS];
	size_t begins;		/* steps that were made before */
	struct step begin[BEGIN_MAX];
} configurations[] = {
	{ "calls, preemption and faults", 5, 1304, 8,
	  { CALL(0), SLOW_CALL(0), CALL(1), REPLY, SLOW_REPLY, TURN, FAULT,
	    SHORT_FAULT },
	  FROM_BOOT },
	{ "events and monitors", 4, 2182, 10,
	  { CALL(0), REPLY, SIGNAL(2), OPERATION2(1, 0, 0, 0), BLOCK, TURN,
	    OPERATION3(3, 0), OPERATION4(3), SIGNAL(3), FAULT },
	  FROM_BOOT },
	{ "stopping others", 4, 1228, 8,
	  { CALL(0), CALL(1), REPLY, OPERATION2(1, 0, 0, 0), TURN,
	    OPERATION2(4, 0, 0, 0), SIGNAL(2), FAULT },
	  FROM_BOOT },
	{ "capabilities and grants", 5, 2626, 10,
	  { COPY(0, 9), MOVE(9, 10), DELETE(9), DELETE(10),
	    OPERATION1(5, 9, 10, 1), OPERATION2(5, 0, 0, 0), CALL(10),
	    OPERATION1(4, 10, 9, 1), REPLY, TURN },
	  FROM_BOOT },
	{ "events that are made and deleted", 5, 2061, 11,
	  { OPERATION1(8, 9, 0, 0), OPERATION2(8, 0, 0, 0),
	    OPERATION2(8, 1, 0, 0), SIGNAL(9), OPERATION1(9, 0, 0, 0),
	    OPERATION2(9, 0, 0, 0), OPERATION1(5, 9, 10, 1), SIGNAL(10),
	    DELETE(9), DELETE(10), TURN },
	  FROM_BOOT },
	{ "regions under grants", 8, 324, 7,
	  { OPERATION1(5, 6, 9, 1), OPERATION2(5, 0, 0, 0),
	    OPERATION1(9, 4, 16, 0x46), OPERATION1(6, 4, 33, 0x46),
	    OPERATION2(6, 4, 0, 0), OPERATION2(9, 4, 1, 0), DELETE(9) },
	  FROM_BOOT },
	{ "a region as data and code", 15, 279, 8,
	  { OPERATION1(6, 4, 16, 0x06), OPERATION1(6, 4, 16, 0x0a),
	    OPERATION1(6, 7, 33, 0x06), OPERATION1(6, 7, 33, 0x0a),
	    OPERATION2(6, 4, 1, 0), OPERATION2(6, 7, 0, 0), CHANGE(6, 0),
	    CHANGE(6, 1) },
	  FROM_BOOT },
	{ "capabilities in messages", 4, 2875, 12,
	  { CALL_CAP(0, MOVED(2), NOTHING, NOTHING),
	    CALL_CAP(0, BORROWED(0), RESULT(9), NOTHING),
	    CALL_CAP(0, COPIED(0), COPIED(2), RESULT(10)),
	    MOVE(6, 9), COPY(6, 10), DELETE(6), REPLY_CAP(4, MOVED(9)),
	    REPLY_CAP(4, COPIED(0)), REPLY, REPLY_CAP(1, NOTHING), TURN,
	    FAULT },
	  FROM_BOOT },
	{ "a domain that is called and deleted", 4, 1215, 10,
	  { CALL(23), REPLY, OPERATION2(21, 0, 0, 0), OPERATION2(15, 0, 0, 0),
	    OPERATION2(14, 0, 0, 0), OPERATION2(12, 0, 0, 0), DELETE(21),
	    OPERATION1(12, 21, 0, 0), TURN, FAULT },
	  3, { OPERATION1(12, 21, 0, 0), OPERATION1(14, 22, 21, 0),
	       OPERATION1(15, 23, 21, 1) } },
	{ "vps and budgets that are made", 4, 1066, 11,
	  { OPERATION1(13, 24, 4, 0), OPERATION1(17, 25, 4, 30),
	    OPERATION3(24, 25), OPERATION1(24, 1, 2, 3),
	    OPERATION2(24, 0, 0, 0), OPERATION2(25, 8, 60, 0),
	    OPERATION1(25, 0, 0, 0), OPERATION2(13, 0, 0, 0),
	    OPERATION2(17, 0, 0, 0), YIELD, TURN },
	  2, { OPERATION1(13, 24, 4, 0), OPERATION1(17, 25, 4, 30) } },
	{ "grants and regions that are made", 5, 748, 11,
	  { OPERATION1(18, 21, 0, 0), OPERATION1(16, 22, 0, 0),
	    OPERATION1(21, 22, 23, 1), OPERATION1(23, 4, 16, 6),
	    OPERATION1(22, 4, 33, 6), OPERATION2(21, 0, 0, 0),
	    OPERATION2(18, 0, 0, 0), OPERATION2(16, 0, 0, 0),
	    OPERATION2(23, 4, 1, 0), DELETE(22), DELETE(23) },
	  2, { OPERATION1(18, 21, 0, 0), OPERATION1(16, 22, 0, 0) } },
};
#define CONFIGURATIONS (sizeof(configurations) / sizeof(configurations[0]))

struct node {
	uint32_t parent;
	uint8_t action, depth;
};

/* Numbers that were seen: a hash table; 0 is free. */
struct seen {
	uint64_t *table;
	size_t size, count;
};

static struct node *nodes;
static size_t nodes_count, nodes_max;
static struct seen states, model_states;

/* True if it was not known. */
static bool seen_add(struct seen *seen, uint64_t hash)
{
	size_t at = hash % seen->size;

	hash += hash == 0;
	for (; seen->table[at] != 0; at = (at + 1) % seen->size)
		if (seen->table[at] == hash)
			return false;
	seen->table[at] = hash;
	seen->count++;
	return true;
}

static void seen_clear(struct seen *seen)
{
	memset(seen->table, 0, seen->size * sizeof(*seen->table));
	seen->count = 0;
}

/* The steps from the beginning to node `n`; how many they are. */
static size_t path(const struct configuration *c, size_t n, struct step *steps)
{
	size_t depth = nodes[n].depth;

	for (size_t i = 0; i < c->begins; i++)
		steps[i] = c->begin[i];
	for (size_t i = depth; i > 0; i--, n = nodes[n].parent)
		steps[c->begins + i - 1] = c->actions[nodes[n].action];
	return c->begins + depth;
}

static bool expand(const struct configuration *c, size_t n)
{
	struct step steps[BEGIN_MAX + DEPTH_MAX];
	size_t count = path(c, n, steps);
	uint8_t depth = nodes[n].depth;

	for (size_t a = 0; a < c->count; a++) {
		steps[count] = c->actions[a];
		if (!pair_run(steps, count + 1)) {
			printf("%s:\n", c->name);
			pair_print(steps, count + 1);
			return false;
		}
		(void)seen_add(&model_states, pair_model_hash());
		if (seen_add(&states, pair_hash()) && nodes_count < nodes_max)
			nodes[nodes_count++] = (struct node){
				(uint32_t)n, (uint8_t)a, (uint8_t)(depth + 1),
			};
	}
	return true;
}

/* All states that are less than `depth` steps away are expanded. */
static bool explore(const struct configuration *c, int depth)
{
	size_t n = 0;

	seen_clear(&states);
	seen_clear(&model_states);
	nodes_count = 1;
	nodes[0] = (struct node){ 0, 0, 0 };
	if (!pair_run(c->begin, c->begins))
		return false;
	(void)seen_add(&model_states, pair_model_hash());
	(void)seen_add(&states, pair_hash());
	while (n < nodes_count && nodes_count < nodes_max &&
	       nodes[n].depth < depth)
		if (!expand(c, n++))
			return false;
	if (n == nodes_count)
		printf("%s: %zu states, which is all, %zu of the model\n",
		       c->name, nodes_count, model_states.count);
	else
		printf("%s: %zu states, all to a depth of %d, %zu of the "
		       "model\n", c->name, nodes_count, nodes[n].depth,
		       model_states.count);
	return true;
}

static bool explore_stated(const struct configuration *c)
{
	if (!explore(c, c->depth))
		return false;
	if (nodes_count < nodes_max && model_states.count == c->states)
		return true;
	printf("%s: not %zu states of the model to a depth of %d\n", c->name,
	       c->states, c->depth);
	return false;
}

static bool prepare(size_t states_max)
{
	size_t size = states_max * ACTIONS * 2 + 1;

	nodes_max = states_max;
	nodes = calloc(states_max, sizeof(*nodes));
	states = (struct seen){ calloc(size, sizeof(uint64_t)), size, 0 };
	model_states = (struct seen){ calloc(size, sizeof(uint64_t)), size, 0 };
	pair_alike = true;
	return nodes != NULL && states.table != NULL &&
	       model_states.table != NULL;
}

int main(int argc, char **argv)
{
	bool good = true;

	if (!prepare(argc > 1 ? strtoull(argv[1], NULL, 0) : STATES_MAX))
		return 99;
	for (size_t i = 0; i < CONFIGURATIONS; i++)
		good &= argc > 1 ? explore(&configurations[i], DEPTH_MAX - 1)
				 : explore_stated(&configurations[i]);
	return !good;
}
