/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Reports for people, on the console of debug images: of a fault whose it is, at
 * which place of the system, and where it came from; of a panic all that can be
 * said before the kernel stops. A release kernel has none of this.
 */
#include <vesper/kernel/kernel.h>

#define X(name, value, text) [value] = text,
static const char *const fault_texts[] = { ABI_FAULTS(X) };
#undef X

static const char *const cause_texts[] = {
	[ABI_CAUSE_NONE] = "",
	[ABI_CAUSE_UNMAPPED] = ": not mapped here",
	[ABI_CAUSE_RIGHTS] = ": no right",
	[ABI_CAUSE_ADDRESS] = ": no such address",
};

/* What lies at a user address; NULL if nothing does, or in release images. */
static const struct abi_place *place_at(uint64_t address)
{
	const struct abi_place *places = object_at(boot_record.places.base);
	uint64_t low = 0, high = boot_record.places.count;

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;
		const struct abi_place *place = &places[middle];

		if (address < place->base)
			high = middle;
		else if (address - place->base >= place->size)
			low = middle + 1;
		else
			return place;
	}
	return NULL;
}

static void report_place(uint64_t address)
{
	const struct abi_place *place = place_at(address);

	if (place == NULL)
		return;
	console_print(" (%s of %s)", object_name(place->name),
		      object_name(domain_table()[place->domain].name));
}

void report_fault(const struct abi_vp *vp, const struct abi_domain *domain)
{
	const struct abi_fault *fault = &domain->fault;

	if (!VESPER_DEBUG || boot_record.names.count == 0)
		return;
	console_print("fault: %s: %s %x", object_name(domain->name),
		      fault_texts[fault->kind], fault->address);
	report_place(fault->address);
	console_print("%s\n  pc %x sp %x lr %x\n", cause_texts[fault->cause],
		      fault->pc, vp->context.sp, vp->context.x[30]);
}

static void report_vp(const struct abi_vp *vp)
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

/* The condition, what the CPU knows, who ran where, and the registers. */
void report_panic(const char *why, uint64_t detail)
{
	const struct abi_vp *vp = arch_current();

	console_print("\npanic: %s (%x)\n", why, detail);
	arch_dump();
	if (vp != NULL)
		report_vp(vp);
}
