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
	DEFINE(MAIR_VALUE, DESC_MAIR);
	DEFINE(CAP_OBJECT_SHIFT, ABI_CAP_OBJECT_SHIFT);
	OFFSET(DOMAIN_CAPS, abi_domain, caps);
	OFFSET(DOMAIN_TTBR, abi_domain, ttbr);
	OFFSET(DOMAIN_ZERO, abi_domain, zero);
	OFFSET(PORTAL_POOL, abi_portal, pool);
	OFFSET(POOL_WAITERS, abi_pool, waiters);
	OFFSET(POOL_FREE, abi_pool, free);
	OFFSET(EVENT_BITS, abi_event, bits);
	OFFSET(WORKER_NEXT, abi_worker, next);
	DEFINE(LINK_SIZE, sizeof(struct abi_link));
	OFFSET(LINK_DOMAIN, abi_link, domain);
	OFFSET(LINK_WORKER, abi_link, worker);
	OFFSET(LINK_POOL, abi_link, pool);
	OFFSET(LINK_TLS, abi_link, tls);
	OFFSET(LINK_SAVED, abi_link, saved);
	OFFSET(VP_LINK, abi_vp, link);
	OFFSET(VP_X, abi_vp, context.x);
	OFFSET(VP_SP, abi_vp, context.sp);
	OFFSET(VP_PC, abi_vp, context.pc);
	OFFSET(VP_PSTATE, abi_vp, context.pstate);
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

/* What the fast path loads or stores as pairs. */
_Static_assert(offsetof(struct abi_domain, caps_count) ==
	       offsetof(struct abi_domain, caps) + 8, "pair");
_Static_assert(offsetof(struct abi_portal, entry) ==
	       offsetof(struct abi_portal, pool) + 8, "pair");
_Static_assert(offsetof(struct abi_pool, free) ==
	       offsetof(struct abi_pool, waiters) + 8, "pair");
_Static_assert(offsetof(struct abi_pool, domain) ==
	       offsetof(struct abi_pool, free) + 8, "pair");
_Static_assert(offsetof(struct abi_event, wake) ==
	       offsetof(struct abi_event, bits) + 8, "pair");
_Static_assert(offsetof(struct abi_worker, stack) ==
	       offsetof(struct abi_worker, next) + 8, "pair");
_Static_assert(offsetof(struct abi_link, sp) ==
	       offsetof(struct abi_link, pc) + 8, "pair");
_Static_assert(offsetof(struct abi_link, pc) == 0, "first");
_Static_assert(offsetof(struct abi_link, worker) ==
	       offsetof(struct abi_link, domain) + 8, "pair");
_Static_assert(offsetof(struct abi_link, tls) ==
	       offsetof(struct abi_link, pool) + 8, "pair");
_Static_assert(offsetof(struct abi_context, pc) ==
	       offsetof(struct abi_context, sp) + 8, "pair");
_Static_assert(offsetof(struct abi_context, tls) ==
	       offsetof(struct abi_context, pstate) + 8, "pair");
_Static_assert(offsetof(struct abi_run, value) ==
	       offsetof(struct abi_run, address) + 8, "pair");
_Static_assert(offsetof(struct abi_boot, zero_end) ==
	       offsetof(struct abi_boot, image_end) + 8, "pair");
_Static_assert(offsetof(struct abi_boot, identity_root) ==
	       offsetof(struct abi_boot, kernel_root) + 8, "pair");
