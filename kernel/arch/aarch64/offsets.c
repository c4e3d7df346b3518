/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Offsets for the assembly, from the C structures themselves: compiled to
 * assembly, of which the lines "#define" become offsets.h.
 */
#include <stddef.h>

#include <vesper/abi/boot.h>
#include <vesper/abi/descriptor.h>
#include <vesper/abi/memory.h>
#include <vesper/abi/object.h>

#define DEFINE(name, value) \
	__asm__ volatile("\n.ascii \"#define " #name " %c0\"" : : "i"(value))
#define OFFSET(name, type, member) DEFINE(name, offsetof(struct type, member))

void offsets(void);
void offsets(void)
{
	DEFINE(PAGE_SHIFT, ABI_PAGE_SHIFT);
	DEFINE(KERNEL_BASE, ABI_KERNEL_BASE);
	DEFINE(BOOT_OFFSET, ABI_BOOT_OFFSET);
	DEFINE(BOOT_MAGIC, ABI_BOOT_MAGIC);
	DEFINE(NULL_OFFSET, ABI_NULL_OFFSET);
	DEFINE(NULL_KEY, ABI_NULL_KEY);
	DEFINE(CAP_EMPTY, ABI_NULL_OBJECT << ABI_CAP_OBJECT_SHIFT);
	DEFINE(MAIR_VALUE, DESC_MAIR);
	DEFINE(CAP_OBJECT_SHIFT, ABI_CAP_OBJECT_SHIFT);
	OFFSET(DOMAIN_CAPS, abi_domain, caps);
	OFFSET(DOMAIN_TTBR, abi_domain, ttbr);
	OFFSET(DOMAIN_ZERO, abi_domain, zero);
	OFFSET(DOMAIN_HANDLING, abi_domain, handling);
	OFFSET(PORTAL_POOL, abi_portal, pool);
	OFFSET(POOL_WAITERS, abi_pool, waiters);
	OFFSET(POOL_FREE, abi_pool, free);
	OFFSET(EVENT_BITS, abi_event, bits);
	OFFSET(WORKER_NEXT, abi_worker, next);
	OFFSET(WORKER_LANDING, abi_worker, landing);
	DEFINE(LINK_SIZE, sizeof(struct abi_link));
	OFFSET(LINK_DOMAIN, abi_link, domain);
	OFFSET(LINK_WORKER, abi_link, worker);
	OFFSET(LINK_POOL, abi_link, pool);
	OFFSET(LINK_TLS, abi_link, tls);
	OFFSET(LINK_SAVED, abi_link, saved);
	OFFSET(LINK_SLOW_WORKER, abi_link, slow_worker);
	OFFSET(LINK_HANDLER, abi_link, handler);
	OFFSET(LINK_REPLY, abi_link, reply);
	OFFSET(VP_LINK, abi_vp, link);
	OFFSET(VP_X, abi_vp, context.x);
	OFFSET(VP_SP, abi_vp, context.sp);
	OFFSET(VP_PC, abi_vp, context.pc);
	OFFSET(VP_PSTATE, abi_vp, context.pstate);
	OFFSET(VP_TLS, abi_vp, context.tls);
	OFFSET(VP_HANDLING, abi_vp, handling);
	DEFINE(VP_TO_FAULTED, offsetof(struct abi_vp, faulted) -
			      offsetof(struct abi_vp, context));
	OFFSET(RUN_ADDRESS, abi_run, address);
	OFFSET(RUN_COUNT, abi_run, count);
	DEFINE(RUN_SIZE, sizeof(struct abi_run));
	DEFINE(BOOT_SIZE, sizeof(struct abi_boot));
	OFFSET(BOOT_ADDRESS_BITS, abi_boot, address_bits);
	OFFSET(BOOT_IMAGE_END, abi_boot, image_end);
	OFFSET(BOOT_EARLY_PAGES, abi_boot, early_pages);
	OFFSET(BOOT_KERNEL_ROOT, abi_boot, kernel_root);
	OFFSET(BOOT_EARLY_RUNS, abi_boot, early_runs);
	OFFSET(BOOT_RUNS, abi_boot, runs);
}

/* What the assembly loads or stores as pairs. */
#define PAIR(type, first, second)                              \
	_Static_assert(offsetof(struct type, second) ==        \
		       offsetof(struct type, first) + 8, "pair")

_Static_assert(offsetof(struct abi_link, pc) == 0, "first");
PAIR(abi_domain, caps, caps_count);
PAIR(abi_portal, pool, entry);
PAIR(abi_pool, waiters, free);
PAIR(abi_pool, free, domain);
PAIR(abi_event, bits, wake);
PAIR(abi_worker, next, stack);
PAIR(abi_link, pc, sp);
PAIR(abi_link, domain, worker);
PAIR(abi_link, pool, tls);
PAIR(abi_link, slow_worker, fields);
PAIR(abi_link, handler, reply);
PAIR(abi_context, x[30], sp);
PAIR(abi_context, sp, pc);
PAIR(abi_context, pc, pstate);
PAIR(abi_context, pstate, tls);
PAIR(abi_run, address, value);
PAIR(abi_boot, image_end, zero_end);
PAIR(abi_boot, kernel_root, identity_root);
