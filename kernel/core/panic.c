/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The end of the kernel. Says all it can before it stops: the condition, who
 * ran where, the registers, and what the CPU knows.
 */
#include <vesper/kernel/kernel.h>

static void dump_vp(struct abi_vp *vp)
{
	const struct abi_context *context = &vp->context;

	console_print("  vp %s in %s, pc %x sp %x\n", object_name(vp->name),
		      object_name(vp_domain(vp)->name), context->pc,
		      context->sp);
	for (uint64_t i = 0; i < 31; i++)
		console_print("  x%u %x%s", i, context->x[i],
			      i % 4 == 3 ? "\n" : "");
	console_print("\n");
}

void panic(const char *why, uint64_t detail)
{
	struct abi_vp *vp = arch_current();

	console_print("\npanic: %s (%x)\n", why, detail);
	arch_dump();
	if (vp != NULL)
		dump_vp(vp);
	arch_halt();
}
