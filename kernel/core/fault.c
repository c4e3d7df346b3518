/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Faults of components.
 *
 * A fault belongs to the domain whose code ran: it is recorded there, reported
 * on the console of debug images, and the domain is stopped. Its callers get
 * E_FAULT or E_STOPPED; everybody else goes on.
 */
#include <vesper/kernel/fault.h>

#include <vesper/kernel/call.h>
#include <vesper/kernel/console.h>
#include <vesper/kernel/domain.h>

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

static void fault_report(const struct abi_vp *vp,
			 const struct abi_domain *domain)
{
	const struct abi_fault *fault = &domain->fault;

	console_print("fault: %s: %s %x", object_name(domain->name),
		      fault_texts[fault->kind], fault->address);
	report_place(fault->address);
	console_print("%s\n  pc %x sp %x lr %x\n", cause_texts[fault->cause],
		      fault->pc, vp->context.sp, vp->context.x[30]);
}

void fault_raise(struct abi_vp *vp, const struct abi_fault *fault)
{
	struct abi_domain *domain = link_domain(vp_link(vp));

	/* A vp that came back to a stopped domain by the fast path faults at
	 * its first instruction; that is no fault of its own. */
	if (domain->state != ABI_DOMAIN_RUNNING)
		return;
	domain->fault = *fault;
	if (boot_record.names.count != 0)
		fault_report(vp, domain);
	domain_stop(domain);
	(void)call_settle(vp, E_FAULT);
}
