/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The seeded mistake: C of the kernel reads a user address. Part of a kernel
 * whose assembly calls these instead, by the linker's --wrap; the guest says by
 * an odd thread pointer that the address below it is to be read, and gets what
 * was there in a register that the kernel otherwise never touches. And a seeded
 * age: that of an object.
 */
#include <stdint.h>

#include "kernel/arch/aarch64/trap.h"

__attribute__((noinline)) static void seeded_read(void)
{
	uint64_t at = READ(tpidr_el0);
	uint64_t value = 0;

	if ((at & 1) != 0)
		value = *(volatile uint8_t *)(at - 1);
	if (value != 0)
		__asm__ volatile("msr tpidrro_el0, %0" : : "r"(value));
}

#define SEEDED(type, name, parameters, arguments)    \
	FROM_ASSEMBLY type __wrap_##name parameters; \
	type __wrap_##name parameters                \
	{                                            \
		seeded_read();                       \
		return name arguments;               \
	}

/* A place of a factory that is deleted has had as many generations as the guest
 * says: more than anybody can wait for. */
static void seeded_generation(const struct abi_vp *vp)
{
	const uint64_t *x = vp->context.x;
	struct cap_view cap;
	uint64_t *key;

	if (x[8] != ABI_FACTORY_DELETE || x[2] == 0 ||
	    cap_lookup(vp_domain(vp), x[0], &cap) != OK)
		return;
	key = object_number(cap.object, x[1]);
	*key = (*key & UINT32_MAX) | x[2] << ABI_CAP_GENERATION_SHIFT;
}

SEEDED(struct abi_vp *, sched_yield, (struct abi_vp *vp), (vp))
SEEDED(struct abi_vp *, trap_syscall, (struct abi_vp *vp), (vp))
SEEDED(struct abi_vp *, trap_fault, (struct abi_vp *vp), (vp))

FROM_ASSEMBLY kernel_status __wrap_syscall_operate(struct abi_vp *vp);
kernel_status __wrap_syscall_operate(struct abi_vp *vp)
{
	seeded_read();
	seeded_generation(vp);
	return syscall_operate(vp);
}
