/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Floating point.
 *
 * Most domains have none: the registers are off and an instruction that uses
 * them is a fault. In the others they hold until the next call or reply, which
 * always takes the C path there; on entry they are cleared. A preempted vp's are
 * saved at once, so that no domain ever finds what another left.
 *
 * The registers in the CPU belong to one vp in one call link, or to nobody.
 */
#include <vesper/kernel/kernel.h>

/* Kernel entries only. */
static struct abi_vp *fp_vp;
static struct abi_link *fp_link;
bool fp_used;

/* Whether `vp` comes back to the registers of `link`: it is there, or in an entry
 * of the kernel's own above. */
static bool fp_lives(const struct abi_vp *vp, const struct abi_link *link)
{
	return link == vp->link ||
	       (vp->link->handler != ABI_LINK_CALL &&
		link == vp->link + 1);
}

/* All registers at entry. */
static const uint64_t cleared[sizeof(((struct abi_vp *)0)->fp) / 8];

RARE static void fp_switch(struct abi_vp *vp, bool uses)
{
	fp_used = true;
	if (fp_vp == vp && fp_link == vp->link)
		return;
	/* What was kept for a link that has ended is not for the next one. */
	if (!uses || !fp_lives(vp, vp->fp_link))
		vp->fp_link = NULL;
	if (fp_vp == NULL && !uses)
		return; /* they are off */
	/* What is in the CPU is kept if its vp was preempted, else it is lost. */
	if (fp_vp != NULL && fp_lives(fp_vp, fp_link)) {
		arch_fp_save(fp_vp->fp);
		fp_vp->fp_link = fp_link;
	}
	fp_vp = NULL;
	arch_fp_enable(uses);
	if (!uses)
		return;
	if (vp->fp_link == vp->link) {
		arch_fp_load(vp->fp);
		vp->fp_link = NULL;
	} else {
		arch_fp_load(cleared);
	}
	fp_vp = vp;
	fp_link = vp->link;
}

void fp_settle(struct abi_vp *vp)
{
	if (!fp_is_off(vp))
		fp_switch(vp, vp_domain(vp)->fp != 0);
}
