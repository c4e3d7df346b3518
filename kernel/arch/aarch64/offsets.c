/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Offsets for the assembly, from the C structures themselves: compiled to
 * assembly, of which the lines "#define" become offsets.h.
 */
#include <stddef.h>

#include <vesper/abi/boot.h>
#include <vesper/abi/memory.h>
#include <vesper/abi/object.h>

#define DEFINE(name, value) \
	__asm__ volatile("\n.ascii \"#define " #name " %c0\"" : : "i"(value));
#define AT(name, type, member) DEFINE(name, offsetof(struct abi_##type, member))
/* Of the first of two that the assembly loads or stores as a pair. */
#define PAIR(name, type, first, second)                                  \
	AT(name, type, first)                                            \
	_Static_assert(offsetof(struct abi_##type, second) ==            \
		       offsetof(struct abi_##type, first) + 8, "pair");

void offsets(void);
void offsets(void)
{
	DEFINE(KERNEL_BASE, ABI_KERNEL_BASE)
	DEFINE(BOOT_OFFSET, ABI_BOOT_OFFSET)
	DEFINE(BOOT_MAGIC, ABI_BOOT_MAGIC)
	DEFINE(NULL_OFFSET, ABI_NULL_OFFSET)
	DEFINE(NULL_KEY, ABI_NULL_KEY)
	DEFINE(CAP_EMPTY, ABI_NULL_OBJECT << ABI_CAP_OBJECT_SHIFT)
	DEFINE(CAP_OBJECT_SHIFT, ABI_CAP_OBJECT_SHIFT)

	PAIR(DOMAIN_CAPS, domain, caps, caps_count)
	AT(DOMAIN_TTBR, domain, ttbr) AT(DOMAIN_HANDLING, domain, handling)
	PAIR(DOMAIN_ZERO, domain, zero[0], zero[1])
	PAIR(PORTAL_POOL, portal, pool, entry)
	PAIR(POOL_WAITERS, pool, waiters, free)
	PAIR(POOL_FREE, pool, free, domain)
	PAIR(EVENT_BITS, event, bits, wake)
	PAIR(WORKER_NEXT, worker, next, stack)
	AT(WORKER_LANDING, worker, landing)

	/* LINK_X: where x0 would stand, if x19 were not the first. */
	PAIR(LINK_PC, link, pc, sp)
	PAIR(LINK_DOMAIN, link, domain, worker) AT(LINK_WORKER, link, worker)
	PAIR(LINK_POOL, link, pool, tls) AT(LINK_TLS, link, tls)
	DEFINE(LINK_X, offsetof(struct abi_link, saved) - 8 * 19)
	PAIR(LINK_SLOW_WORKER, link, slow_worker, fields)
	PAIR(LINK_HANDLER, link, handler, reply) AT(LINK_REPLY, link, reply)
	DEFINE(LINK_SIZE, sizeof(struct abi_link))

	AT(VP_LINK, vp, link) AT(VP_HANDLING, vp, handling)
	AT(VP_X, vp, context.x)
	PAIR(VP_X30, vp, context.x[30], context.sp)
	PAIR(VP_SP, vp, context.sp, context.pc)
	PAIR(VP_PC, vp, context.pc, context.pstate)
	PAIR(VP_PSTATE, vp, context.pstate, context.tls)
	DEFINE(VP_TO_FAULTED, offsetof(struct abi_vp, faulted) -
			      offsetof(struct abi_vp, context))

	DEFINE(BOOT_SIZE, sizeof(struct abi_boot))
}
