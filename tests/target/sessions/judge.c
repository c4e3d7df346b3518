/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The client of a server's sessions: every kind of method over one, as over a
 * connection that the system has made.
 */
#include "judge.h"

#include <vesper/object.h>
#include <vesper/text.h>

void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

vesper_status ask(void)
{
	uint32_t number, setting;
	bool is_session;

	return sessions_store_who(child, &number, &is_session, &setting);
}

vesper_status open_child(uint32_t n)
{
	sessions_store_owned made;

	return sessions_store_open(store, n, child.slot, &made);
}

static void judge_open(void)
{
	struct vesper_message m;
	sessions_store_owned made;
	uint32_t number = 99, setting = 0;
	bool is_session = false;

	check_status(ask(), E_SLOT, "SESS-001 nothing before it comes");
	check_status(open_child(1), OK, "SESS-002 a session is opened");
	(void)vesper_cap_info(child.slot, &m);
	(void)tap_equal(m.w2, ABI_RIGHT_CALL | ABI_RIGHT_SHARE,
			"SESS-003 its capability can call and be handed on");
	check_status(sessions_store_who(child, &number, &is_session, &setting),
		     OK, "SESS-004 a method over it");
	(void)tap_check(number == 1 && is_session,
			"SESS-005 the server knows which session it is");
	(void)tap_equal(setting, 70, "SESS-006 with the settings of its opener");
	check_status(sessions_store_who(store, &number, &is_session, &setting),
		     OK, "SESS-007 a declared connection");
	(void)tap_check(number == 0 && !is_session,
			"SESS-008 is no session");
	check_status(sessions_store_open(store, 1, free, &made), E_STATE,
		     "SESS-009 not opened twice");
	check_status(sessions_store_open(store, 3, free, &made), E_ARGUMENT,
		     "SESS-010 not more than the manifest says");
}

static void judge_texts(void)
{
	char got[65];
	struct vesper_text text = VESPER_TEXT(got);
	uint32_t size = 0, out[8], count = 0;
	const uint32_t in[3] = { 1, 2, UINT32_MAX };

	check_status(sessions_store_put(child, VESPER_STRING("hello"), &size),
		     E_BUFFER, "SESS-020 a text before it has memory");
	check_status(sessions_store_get(child, &text), E_BUFFER,
		     "SESS-021 and as a result");
	check_status(child_attach(), OK, "SESS-022 attach");
	check_status(sessions_store_put(child, VESPER_STRING("hello"), &size),
		     OK, "SESS-023 a text");
	(void)tap_equal(size, 5, "SESS-024 and its size");
	check_status(sessions_store_get(child, &text), OK,
		     "SESS-025 a text as a result");
	(void)tap_check(text.size == 5 && got[0] == 'h' && got[4] == 'o',
			"SESS-026 the same");
	check_status(sessions_store_next(child, in, 3, out, &count), OK,
		     "SESS-027 vecs");
	(void)tap_check(count == 3 && out[0] == 2 && out[2] == 0,
			"SESS-028 and what is in them");
	check_status(child_attach(), E_STATE, "SESS-029 not attached twice");
	check_status(sessions_store_get(child, &text), OK,
		     "SESS-030 which leaves it as it is");
}

static void judge_buffers(void)
{
	struct vesper_buf_in in = child_buffer_in(4096, 1);
	struct vesper_buf_out out = child_buffer_out(4096, 1);
	uint8_t *sent = vesper_buf_in_data(in), *got = vesper_buf_out_data(out);
	uint32_t sum = 0, done = 0;
	bool same = true;

	for (unsigned i = 0; i < 4096; i++)
		sent[i] = 3;
	check_status(sessions_store_sum(child, in, &sum), OK,
		     "SESS-040 a buffer");
	(void)tap_equal(sum, 3 * 4096, "SESS-041 all of it");
	check_status(sessions_store_fill(child, out, 7, &done), OK,
		     "SESS-042 a buffer to be filled");
	for (unsigned i = 0; i < 4096; i++)
		same &= got[i] == 7;
	(void)tap_check(same && done == 4096, "SESS-043 all of it");
	check_status(sessions_store_sum(child, vesper_buf_in_at(small, 16),
					&sum), E_BUFFER, "SESS-044 one in memory of its own");
	check_status(sessions_store_sum(child, vesper_buf_in_at(got, 16), &sum),
		     E_BUFFER, "SESS-045 one of the wrong direction");
	child_free_in(in);
	child_free_out(out);
}

/* The server's vp has taken them when it has been idle. */
static uint32_t hints_wait(uint32_t wanted, uint32_t *last)
{
	uint32_t count = 0;

	for (unsigned i = 0; i < 1000 && count < wanted; i++) {
		vesper_yield();
		if (sessions_store_hints(store, &count, last) != OK)
			return 0;
	}
	return count;
}

static void judge_async(void)
{
	uint32_t last = 0, value = 0;
	uint64_t bits = 0;

	check_status(sessions_store_hint(child, 11), OK,
		     "SESS-050 a one-way message");
	(void)tap_equal(hints_wait(1, &last), 1, "SESS-051 comes");
	(void)tap_equal(last, 11, "SESS-052 with what it says");
	check_status(sessions_store_hint(store, 12), OK,
		     "SESS-053 one over the declared connection");
	(void)tap_equal(hints_wait(2, &last), 2, "SESS-054 comes too");
	check_status(sessions_store_told(child, &value), E_STATE,
		     "SESS-055 nothing was told yet");
	check_status(sessions_store_tell(store, 1, 99), OK,
		     "SESS-056 the server tells the session");
	(void)vesper_event_take(child_event, &bits);
	(void)tap_equal(bits, UINT64_C(1) << SESSIONS_STORE_TOLD_BIT,
			"SESS-057 which hears of it");
	check_status(sessions_store_told(child, &value), OK,
		     "SESS-058 and reads");
	(void)tap_equal(value, 99, "SESS-059 the value");
}

/* Who is not on a lower level than the server never calls it. */
static void judge_levels(void)
{
	sessions_store_borrowed lent = sessions_store_plain_lend(child);
	uint32_t rights = UINT32_MAX;
	int32_t status = -1;

	check_status(sessions_above_try(above, lent, &rights), OK,
		     "SESS-070 no call from above");
	(void)tap_equal(rights & ABI_RIGHT_CALL, 0, "SESS-071 nor the right");
	check_status(sessions_above_want(above, lent), E_CAP,
		     "SESS-072 so it is not what CALL asks for");
	check_status(sessions_store_show(store, 2, &status), OK,
		     "SESS-073 the server's own, lent upwards");
	(void)tap_check(status >= 0 && (status & ABI_RIGHT_CALL) == 0,
			"SESS-074 cannot be called either");
}

int main(void)
{
	tap_plan(98);
	judge_open();
	judge_texts();
	judge_buffers();
	judge_async();
	judge_levels();
	judge_lies();
	judge_ends();
	judge_restart();
	return sys_power_off(power);
}
