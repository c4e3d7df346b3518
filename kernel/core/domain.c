/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Protection domains.
 *
 * A domain is stopped in one step: its root becomes the empty table, its pool
 * has no worker, and its state says so. The vps in it, or coming back to it,
 * find out when they run: they fault at the first instruction, or a C path
 * settles them (call.c).
 */
#include <vesper/kernel/domain.h>

#include <vesper/kernel/arch.h>
#include <vesper/kernel/pool.h>

void domain_stop(struct abi_domain *domain)
{
	domain->state = ABI_DOMAIN_STOPPED;
	arch_domain_stop(domain);
	if (domain->pool != 0)
		pool_stop(object_at(domain->pool));
}
