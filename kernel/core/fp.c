/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Floating point.
 *
 * Most domains have none: the registers are off and an instruction that uses
 * them is a fault. In the others they hold until the next call or reply, which
 * always takes the C path there; on entry they are cleared. A preempted vp's are
 * saved at once, so that no domain ever finds what another left. What faulted has
 * its own kept by its domain, while the handler has cleared ones.
 *
 * The registers in the CPU belong to one vp in one call link, or to nobody.
 */
#include <vesper/kernel/kernel.h>

/* Kernel entries only. */
static struct abi_vp *fp_vp;
static struct abi_link *fp_link;
bool fp_used;

/* All registers at entry. */
static const uint64_t cleared[sizeof(((struct abi_vp *)0)->fp) / 8];

/* What is in the CPU is kept if its vp was preempted, or has just faulted; else it
 * is lost. */
static void fp_keep(void)
{
	struct abi_link *link = fp_vp->link;

	if (fp_link == link) {
		arch_fp_save(fp_vp->fp);
		fp_vp->fp_link = link;
	} else if (fp_link == link + 1 && link->handler == ABI_LINK_FAULT) {
		arch_fp_save(link->domain->fp_faulted);
	}
}

RARE static void fp_switch(struct abi_vp *vp, bool uses)
{
	bool kept = vp->fp_link == vp->link;

	fp_used = true;
	if (fp_vp == vp && fp_link == vp->link)
		return;
	/* What was kept for a link that has ended is not for the next one. */
	vp->fp_link = NULL;
	if (fp_vp == NULL && !uses)
		return; /* they are off */
	if (fp_vp != NULL)
		fp_keep();
	fp_vp = NULL;
	arch_fp_enable(uses);
	if (!uses)
		return;
	arch_fp_load(kept ? vp->fp : cleared);
	fp_vp = vp;
	fp_link = vp->link;
}

void fp_give_back(struct abi_vp *vp)
{
	if (vp_domain(vp)->fp == 0)
		return;
	__builtin_memcpy(vp->fp, vp_domain(vp)->fp_faulted, sizeof(vp->fp));
	vp->fp_link = vp->link;
}

void fp_settle(struct abi_vp *vp)
{
	if (!fp_is_off(vp))
		fp_switch(vp, vp_domain(vp)->fp != 0);
}
