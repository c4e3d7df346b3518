/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A system as its system.json tells it: what `vlink diff`, `vlink explain` and
 * `vlink report` work on, with or without the sources at hand. Names are
 * plain strings: compare them with strcmp.
 */
#ifndef VLINK_SAVED_H
#define VLINK_SAVED_H

#include "base/diag.h"
#include "json.h"

struct saved_vp {
	const char *name;
	uint64_t budget, period, stack;
	uint64_t threads;	/* beside its first */
	uint64_t stack_used;	/* 0 = not known */
	bool slack;
};

struct saved_domain {
	const char *name, *component, *where;
	const char *at_end;	/* its restart policy, or "" */
	uint64_t level;
	bool dma;
	VEC(struct saved_vp) vps;
	uint64_t workers, worker_stack, worker_stack_used;
};

struct saved_portal {
	const char *name, *domain, *interface, *where;
	uint64_t time;
};

struct saved_holding {
	const char *holder, *kind, *object, *detail, *rights, *where;
	uint64_t slot, address, size;
};

struct saved_memory {
	const char *owner, *name, *rights;
	uint64_t address, size;
	bool device, stored;
};

struct saved {
	const char *path;	/* of the file */
	const char *system, *board;
	uint64_t image_size, memory_size, kernel_size;
	VEC(struct saved_domain) domains;
	VEC(struct saved_portal) portals;
	VEC(struct saved_holding) holdings;
	VEC(struct saved_memory) memory;
};

/* From a system.json, or from DIR/parts/system.json. False after an error. */
bool saved_load(struct saved *saved, struct arena *arena, struct diag *diag,
		const char *path);

#endif
