/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The restart entry. What the last life left in writable memory is unknown, so
 * this stands on text, constants and its own registers: it uses no variable, and
 * of its stack nothing that it has not written itself.
 */
#include <vesper/restart.h>

#include <vesper/memory.h>
#include <vesper/transfer.h>

/* In the connection pages, by the static linker. */
extern const struct abi_restore_list vesper_restore;

static void memory_restore(const struct abi_restore *item)
{
	void *to = (void *)item->to;

	if (item->from != 0)
		memcpy(to, (const void *)item->from, item->size);
	else
		memset(to, 0, item->size);
}

_Noreturn void vesper_restart(void)
{
	const struct vesper_message nothing = { 0 };

	for (uint64_t i = 0; i < vesper_restore.count; i++)
		memory_restore(&vesper_restore.items[i]);
	for (uint64_t i = 0; i < vesper_restore.slots; i++)
		(void)vesper_cap_delete(vesper_restore.first_slot + i);
	vesper_reply(OK, &nothing);
}
