/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Takes capabilities and gives some back, not always the right ones.
 */
#include <component.h>
#include <vesper/object.h>
#include <vesper/transfer.h>

static unsigned rights_of(uint64_t slot)
{
	struct vesper_message m;

	return vesper_cap_info(slot, &m) == OK ? (unsigned)m.w2 : 0;
}

vesper_status probe_caps_serve_lend(const vesper_client *client,
	vesper_region_borrowed r, uint32_t *rights)
{
	(void)client;
	*rights = rights_of(r.slot);
	/* What is lent cannot be kept. */
	return vesper_cap_move(r.slot, spare) == E_STATE ? OK : E_STATE;
}

vesper_status probe_caps_serve_keep(const vesper_client *client,
				    vesper_event_owned e)
{
	(void)client;
	return vesper_cap_move(e.slot, spare);
}

vesper_status probe_caps_serve_refuse(const vesper_client *client,
				      vesper_event_owned e)
{
	(void)client;
	(void)e;
	return E_STATE;
}

vesper_status probe_caps_serve_copied(const vesper_client *client,
	vesper_event_owned e, uint32_t *rights)
{
	(void)client;
	*rights = rights_of(e.slot);
	return vesper_signal(e.slot);
}

vesper_status probe_caps_serve_maybe(const vesper_client *client,
	sys_block_disk_borrowed d, uint32_t n, bool *came, uint32_t *twice)
{
	(void)client;
	*came = d.slot != 0;
	*twice = 2 * n;
	return OK;
}

vesper_status probe_caps_serve_give(const vesper_client *client, uint32_t what,
				    sys_block_disk *d)
{
	const uint64_t slots[] = { disk.slot, extra.slot, own, 0 };

	(void)client;
	d->slot = slots[what % 4];
	return OK;
}

/* The first of the results is what `keep` has kept. */
vesper_status probe_caps_serve_three(const vesper_client *client,
	vesper_event_borrowed e, vesper_event_owned *kept,
	vesper_event_cap *other)
{
	(void)client;
	kept->slot = spare;
	other->slot = rights_of(e.slot) & ABI_RIGHT_SHARE ? own : 0;
	return vesper_signal(e.slot);
}

/* What was lent is used by the base interface alone. */
vesper_status probe_caps_serve_base(const vesper_client *client,
	sys_object_borrowed o, uint32_t *version)
{
	(void)client;
	return sys_object_version((sys_object){ .slot = o.slot }, version);
}
