/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The kernel's view of its objects: pointers instead of the addresses that the
 * ABI's arrays hold, and the boot record through which all arrays are found.
 *
 * Nothing here allocates. Everything is owned by the image and lives for ever;
 * a generation in an object's key tells whether a reference is still good.
 */
#ifndef VESPER_KERNEL_OBJECT_H
#define VESPER_KERNEL_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vesper/abi/status.h>
#include <vesper/kernel/view.h>

/* Not on a path that is short: compiled for size, and out of the way. */
#define RARE __attribute__((cold, noinline))

/* OK or a negative status of the kernel's own (abi/status.h). */
typedef int64_t kernel_status;

/* What is not OK ends the function, which returns it. */
#define TRY(expression)                                \
	do {                                           \
		kernel_status try_ = (expression);     \
		if (try_ != OK)                        \
			return try_;                   \
	} while (0)

/* Filled by the static linker; in the kernel's first page, read-only. */
extern const struct abi_boot boot_record;

static inline void *object_at(uint64_t address)
{
	return (void *)(uintptr_t)address;
}

static inline uint64_t object_address(const volatile void *object)
{
	return (uint64_t)(uintptr_t)object;
}

/* On which it runs, or NULL. */
static inline struct abi_worker *link_worker(const struct abi_link *link)
{
	return link->worker != NULL ? link->worker : link->slow_worker;
}

/* In which it runs. */
static inline struct abi_domain *vp_domain(const struct abi_vp *vp)
{
	return vp->link->domain;
}

/* The link that stands for "not in a call": its domain is the vp's home. */
static inline struct abi_link *vp_base(struct abi_vp *vp)
{
	return &vp->links[ABI_LINKS - 1];
}

static inline bool vp_in_call(struct abi_vp *vp)
{
	return vp->link != vp_base(vp);
}

static inline struct abi_domain *domain_table(void)
{
	return object_at(boot_record.domains.base);
}

static inline struct abi_vp *vp_table(void)
{
	return object_at(boot_record.vps.base);
}

#endif
