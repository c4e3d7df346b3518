/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What follows an instance's segments in its private windows: for each vp a
 * stack for each of its threads and its control block, for each worker a stack. A page that is not
 * mapped comes before each, and one after the last, so that an overflow faults
 * at once instead of changing a neighbour.
 *
 * The thread block (abi/thread.h) stands on top of its stack: a worker's first
 * stack pointer and thread pointer are one value. Its 16 bytes come out of the
 * stack's pages; thread-local data is added to them.
 */
#include <string.h>

#include <vesper/abi/thread.h>

#include "back.h"
#include "layout.h"

struct cursor {
	struct layout *layout;
	struct unit *unit;
	uint64_t at;		/* next free user address */
	uint64_t end;		/* of the windows */
};

static const char *named(struct cursor *c, const char *what, const char *of)
{
	return arena_printf(c->layout->arena, "%s%s", what, of);
}

static struct extent *take(struct cursor *c, const char *name, uint64_t pages)
{
	struct extent *extent;

	if (pages > (c->end - c->at) / ABI_PAGE_SIZE)
		return NULL;
	extent = VEC_PUSH(c->layout->arena, &c->layout->extents);
	extent->name = name;
	extent->space = c->unit->space;
	extent->address = c->at;
	extent->pages = pages;
	extent->leaf = DESC_USER_DATA;
	c->at += pages * ABI_PAGE_SIZE;
	return extent;
}

static bool guard(struct cursor *c, const char *of)
{
	struct named *guard = VEC_PUSH(c->layout->arena, &c->layout->nameds);

	*guard = (struct named){
		.name = named(c, "guard page of the ", of),
		.owner = c->unit->instance, .address = c->at,
		.size = ABI_PAGE_SIZE,
	};
	c->at += ABI_PAGE_SIZE;
	return c->at <= c->end;
}

/* Variant 1 of the AArch64 TLS ABI: the block begins behind 16 bytes. */
static uint64_t tls_offset(const struct unit *unit)
{
	uint64_t align = unit->tls ? unit->tls->p_align : 1;
	uint64_t head = sizeof(struct abi_thread);

	if (align < 1)
		align = 1;
	return (head + align - 1) & ~(align - 1);
}

uint64_t thread_block_size(const struct unit *unit)
{
	return tls_offset(unit) + (unit->tls ? unit->tls->p_memsz : 0);
}

/* A stack with its thread block; gives the block's address, 0 if it is full. */
static uint64_t add_stack(struct cursor *c, const char *name, uint64_t size,
			  uint32_t caller)
{
	const Elf64_Phdr *tls = c->unit->tls;
	uint64_t align = tls && tls->p_align > 16 ? tls->p_align : 16;
	uint64_t offset = tls_offset(c->unit);
	uint64_t block = thread_block_size(c->unit);
	uint64_t top = page_up(block);	/* pages with contents */
	uint64_t pages = page_up(size + (tls ? tls->p_memsz + align : 0));
	struct abi_thread thread = { .caller = caller };
	struct extent *extent;
	uint64_t at;

	if (pages < top)
		pages = top;
	if (!guard(c, name))
		return 0;
	if (pages > top && !take(c, name, (pages - top) / ABI_PAGE_SIZE))
		return 0;
	extent = take(c, name, top / ABI_PAGE_SIZE);
	if (!extent)
		return 0;
	extent->bytes = arena_alloc(c->layout->arena, top);
	at = (top - block) & ~(align - 1);
	memcpy(extent->bytes + at, &thread, sizeof thread);
	if (tls)
		memcpy(extent->bytes + at + offset,
		       c->unit->file.bytes + tls->p_offset, tls->p_filesz);
	return extent->address + at;
}

/*
 * The writable page, then the one that only the kernel writes. Activations are
 * off until the component turns them on: before its first instruction there is
 * no stack for them.
 */
static uint64_t add_control(struct cursor *c, const char *name, uint64_t index,
			    bool is_activated)
{
	struct abi_control_write write = { .masked = is_activated };
	struct abi_control_read read = { .vp = index };
	struct extent *extent;
	uint64_t address;

	if (!guard(c, name))
		return 0;
	address = c->at;
	for (unsigned page = 0; page < 2; page++) {
		extent = take(c, name, 1);
		if (!extent)
			return 0;
		extent->kernel = true;
		extent->bytes = arena_alloc(c->layout->arena, ABI_PAGE_SIZE);
		if (page == 0) {
			memcpy(extent->bytes, &write, sizeof write);
			continue;
		}
		extent->leaf = DESC_USER_CONST;
		memcpy(extent->bytes, &read, sizeof read);
	}
	return address;
}

/* Its other threads, and the stack on which they are switched. */
static bool add_threads(struct cursor *c, struct vp *vp)
{
	struct arena *arena = c->layout->arena;
	struct extent *extent;

	if (vp->decl->threads < 2)
		return true;
	vp->threads = arena_array(arena, vp->decl->threads,
				  sizeof *vp->threads);
	vp->threads[0] = vp->thread;
	for (uint32_t i = 1; i < vp->decl->threads; i++) {
		vp->threads[i] = add_stack(c, arena_printf(arena,
			"stack of thread %u of vp %s", i, vp->decl->name),
			vp->decl->stack, vp->caller + i);
		if (vp->threads[i] == 0)
			return false;
	}
	if (!guard(c, named(c, "activation stack of vp ", vp->decl->name)))
		return false;
	extent = take(c, named(c, "activation stack of vp ", vp->decl->name),
		      1);
	vp->stack = c->at;
	return extent != NULL;
}

static bool add_vp(struct cursor *c, size_t index)
{
	struct vp *vp = &c->unit->instance->vps[index];

	vp->thread = add_stack(c, named(c, "stack of vp ", vp->decl->name),
			       vp->decl->stack, vp->caller);
	if (vp->thread == 0 || !add_threads(c, vp))
		return false;
	vp->control = add_control(c, named(c, "control block of vp ",
					   vp->decl->name), index,
				  vp->activation != 0);
	return vp->control != 0;
}

static bool add_worker(struct cursor *c, uint32_t index)
{
	struct instance *instance = c->unit->instance;
	const char *name = arena_printf(c->layout->arena,
					"stack of worker %u", index);

	instance->workers[index] = add_stack(c, name,
					     instance->component->pool.stack,
					     instance->first_worker + index);
	return instance->workers[index] != 0;
}

static bool add_handler(struct cursor *c)
{
	struct instance *instance = c->unit->instance;

	instance->handler_stack = add_stack(c, "stack of the fault handler",
					    instance->component->fault.stack,
					    instance->handler_caller);
	return instance->handler_stack != 0;
}

static bool add_all(struct cursor *c)
{
	const struct component *component = c->unit->instance->component;

	for (size_t i = 0; i < component->vps_count; i++)
		if (!add_vp(c, i))
			return false;
	for (uint32_t i = 0; i < component->pool.workers; i++)
		if (!add_worker(c, i))
			return false;
	if (component->fault.name && !add_handler(c))
		return false;
	return component->vps_count + component->pool.workers == 0 ||
		guard(c, "last stack");
}

uint64_t unit_stacks(struct layout *layout, struct unit *unit, uint64_t end)
{
	struct instance *instance = unit->instance;
	struct cursor c = {
		.layout = layout, .unit = unit, .at = end,
		.end = instance->window + instance->windows * ABI_WINDOW_SIZE,
	};

	if (instance->component->pool.workers && !instance->workers)
		instance->workers = arena_array(layout->arena,
						instance->component->pool.workers,
						sizeof *instance->workers);
	if (!add_all(&c))
		layout_error(layout, instance->where, BACK_WINDOW_FULL,
			     "instance '%s' does not fit its %llu windows of "
			     "2 MiB", instance->name,
			     (unsigned long long)instance->windows);
	return c.at;
}
