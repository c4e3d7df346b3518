/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The ends of sessions: by the server, by a call over the session itself, by the
 * server's own end. What was a capability for one leads to no other.
 */
#include "judge.h"

#include <vesper/object.h>

static uint32_t held(uint32_t n)
{
	uint32_t slots;

	return sessions_store_held(store, n, &slots) == OK ? slots :
							     UINT32_MAX;
}

void judge_ends(void)
{
	char got[65];
	struct vesper_text text = VESPER_TEXT(got);
	uint32_t number, setting;
	bool is_session;

	(void)vesper_cap_copy(child.slot, free, UINT64_MAX);
	check_status(sessions_store_close(store, 1), OK, "SESS-140 close");
	check_status(ask(), E_STALE, "SESS-141 its capability is dead");
	check_status(sessions_store_who((sessions_store){ .slot = free },
					&number, &is_session, &setting),
		     E_STALE, "SESS-142 and each copy");
	(void)vesper_cap_delete(free);
	(void)tap_equal(held(1), 0, "SESS-143 nothing of it is kept");
	check_status(sessions_store_close(store, 1), E_STATE,
		     "SESS-144 not closed twice");
	check_status(sessions_store_close(store, 7), E_ARGUMENT,
		     "SESS-145 none that there is not");
	child_drop();
	for (unsigned i = 0; i < 20; i++) {
		if (open_child(1) != OK || child_attach() != OK ||
		    sessions_store_get(child, &text) != OK ||
		    sessions_store_leave(child) != OK || ask() != E_STALE) {
			(void)tap_check(false, "SESS-146 used again");
			return;
		}
		child_drop();
	}
	(void)tap_check(held(1) == 0, "SESS-146 used again, ended from within");
}

void judge_restart(void)
{
	vesper_status status = E_BUSY;

	check_status(open_child(0), OK, "SESS-160 one before a restart");
	check_status(child_attach(), OK, "SESS-161 with its memory");
	check_status(sessions_store_die(child), E_FAULT,
		     "SESS-162 its server ends");
	check_status(ask(), E_STOPPED, "SESS-163 and is not there");
	for (unsigned i = 0; i < 1000 && status == E_BUSY; i++) {
		vesper_yield();
		status = vesper_domain_restart(wards[0].slot);
	}
	check_status(status, OK, "SESS-164 it is restarted");
	check_status(ask(), E_STATE, "SESS-165 it knows no session then");
	child_drop();
	check_status(open_child(0), OK, "SESS-166 but opens them anew");
	check_status(child_attach(), OK, "SESS-167 with the same memory");
	check_status(ask(), OK, "SESS-168 and serves");
}
