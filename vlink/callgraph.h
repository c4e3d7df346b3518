/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The compiler's call graph of a component (gcc's -fcallgraph-info=su,da, a
 * file .ci beside each object): how much stack a function takes, what it calls
 * included.
 */
#ifndef VLINK_CALLGRAPH_H
#define VLINK_CALLGRAPH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Why nothing bounds a function's stack. */
enum unbounded {
	BOUNDED,
	UNBOUNDED_POINTER,	/* calls through a pointer */
	UNBOUNDED_RECURSION,
	UNBOUNDED_DYNAMIC,	/* an array of variable size, alloca */
	UNBOUNDED_UNKNOWN,	/* no C of this component, and not known */
};

struct function;

struct call {
	struct call *next;
	struct function *to;
};

struct function {
	const char *title;	/* the compiler's: unique in an object */
	const char *name;	/* in C */
	const char *object;	/* NULL: of all objects */
	bool has_body;
	bool is_dynamic;
	bool is_known;		/* from the table of the runtime's functions */
	uint64_t frame;		/* bytes of its own */
	struct call *calls;
	/* Worked out: */
	enum { FUNCTION_NEW, FUNCTION_OPEN, FUNCTION_DONE } state;
	uint64_t total;		/* bytes, with the worst path below it */
	const struct function *worst; /* what it calls on that path */
	enum unbounded unbounded;
	const struct function *culprit; /* the function that is not bounded */
};

struct callgraph {
	struct arena *arena;
	VEC(struct function *) functions;
};

/* Read an object's .ci file; false if there is none or it is broken. */
bool callgraph_read(struct callgraph *graph, const char *path);
/* Say what a function takes in all, whatever it calls. */
void callgraph_bound(struct callgraph *graph, const char *name,
		     uint64_t bytes);
/* The worst function of this name, worked out; NULL if there is none. */
const struct function *callgraph_total(struct callgraph *graph,
				       const char *name);

/* A function of the runtime that no component has the source of. */
struct known_function {
	const char *name;
	uint64_t bytes;
};
extern const struct known_function known_functions[];
extern const unsigned known_functions_count;

#endif
