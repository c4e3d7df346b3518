/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Stops a server, a client or the middle of a chain at each moment of a call,
 * and asks the others what they have been told; then all three begin anew. What
 * else a call depends on is deleted in tests/target/product; tests/kernel/product.c
 * has all of it on the host, by each way to make the call.
 */
#include <component.h>
#include <vesper/object.h>

#include "../tap/tap.h"
#include "ends.h"

#define MS_A_WHILE	3u	/* the call gets there; a poor client has used its
				   budget */
#define MS_PATIENCE	200u	/* the call ends */
#define MS_BUSY		60u 	/* so does that of a poor client; who helped it would
				   leave it with a debt of seconds */
#define NOBODY		1	/* is there to be told */

/* What is stopped, in the order of the system file. */
enum who { SERVER, CLIENT, MIDDLE, WHO };

enum moment {
	WAITING, RUNNING, PREEMPTED, EXHAUSTED, EVENT_WAIT, DEEPER, HANDLING,
	MOMENTS
};

/* Chains: */
enum { RICH, POOR };

/* A server is never left half done by the end of who called it, and whoever is
 * still there is told. */
static const struct row {
	const char *name;
	enum how how;		/* the server does it itself */
	vesper_status client, middle;
	/* Calls that came to their end in the server: of one that waited to
	 * enter, and of one that was inside. UINT32_MAX: it is not there. */
	uint32_t waiting, inside;
} rows[WHO] = {
	{ "server", HOW_STOPS, OK, E_STOPPED, UINT32_MAX, UINT32_MAX },
	{ "caller", HOW_STOPS_CLIENT, NOBODY, OK, 2, 1 },
	{ "middle of a chain", HOW_STOPS_MIDDLE, E_STOPPED, NOBODY, 1, 1 },
};

static const char *const moments[MOMENTS] = {
	"waiting", "running", "preempted", "exhausted", "waiting for an event",
	"in a deeper call", "handling a fault",
};

static const enum how hows[MOMENTS] = {
	[WAITING] = HOW_YIELDS, [PREEMPTED] = HOW_YIELDS,
	[EXHAUSTED] = HOW_BUSY, [EVENT_WAIT] = HOW_WAITS,
	[DEEPER] = HOW_CALLS, [HANDLING] = HOW_FAULTS,
};

static volatile bool guest_begins;

/* Is in the server before the chain's call gets there. */
void guest(void)
{
	for (;;) {
		while (!guest_begins)
			(void)vesper_sleep(vesper_frequency() / 1000);
		if (ends_stage_stay(server[RICH], HOW_YIELDS) <= OK)
			guest_begins = false; /* whatever came of it */
	}
}

static void wait_ms(uint64_t ms)
{
	(void)vesper_sleep(vesper_frequency() * ms / 1000);
}

/* What it has been told of its call. */
static vesper_status told(ends_report who)
{
	bool back = false;
	int32_t status = NOBODY;

	for (unsigned i = 0; i < MS_PATIENCE && !back; i++) {
		if (ends_report_ask(who, &back, &status) != OK)
			return NOBODY;
		if (!back)
			wait_ms(1);
	}
	return back ? status : E_TIMEOUT;
}

static uint32_t stayed(int chain)
{
	uint32_t calls = 0;

	for (unsigned i = 0; i < MS_PATIENCE && guest_begins; i++)
		wait_ms(1);
	return ends_stage_stayed(server[chain], &calls) == OK ? calls
							      : UINT32_MAX;
}

/* All three from the beginning; false if one is never done with its past. */
static bool begin_anew(int chain)
{
	bool good = true;

	for (int i = 0; i < WHO; i++)
		(void)vesper_domain_stop(wards[chain * WHO + i].slot);
	for (int i = 0; i < WHO; i++) {
		vesper_status status = E_BUSY;

		for (unsigned n = 0; n < MS_PATIENCE && status == E_BUSY; n++) {
			wait_ms(1);
			status = vesper_domain_restart(
					wards[chain * WHO + i].slot);
		}
		good = good && status == OK;
	}
	wait_ms(MS_A_WHILE);
	return good;
}

/* The call is at its moment, and then it is done. */
static void reach_and_stop(enum who who, enum moment moment, int chain)
{
	if (moment == WAITING) {
		guest_begins = true;
		wait_ms(MS_A_WHILE);
	}
	if (ends_report_begin(client[chain], moment == RUNNING
					? rows[who].how
					: hows[moment]) != OK)
		return;
	wait_ms(MS_A_WHILE);
	if (moment != RUNNING)
		(void)vesper_domain_stop(wards[chain * WHO + (int)who].slot);
	wait_ms(1);
	if (moment == EVENT_WAIT)
		(void)vesper_signal(bell);
}

/* END-2rm: row r, moment m. */
static const char *name_of(enum who who, enum moment moment)
{
	static char name[64];
	const char *parts[] = { "END-2", NULL, " ", rows[who].name, " x ",
				moments[moment] };
	char digits[] = { (char)('0' + who), (char)('0' + moment), 0 };
	unsigned n = 0;

	parts[1] = digits;
	for (unsigned i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		for (const char *c = parts[i]; *c != 0; c++)
			name[n++] = *c;
	name[n] = 0;
	return name;
}

static uint64_t packed(vesper_status of_client, vesper_status of_middle,
		       uint32_t calls, bool anew)
{
	return (uint64_t)(-of_client & 0xffff) << 48 |
	       (uint64_t)(-of_middle & 0xffff) << 32 |
	       (uint64_t)(calls & 0xffff) << 16 | anew;
}

static void judge_cell(enum who who, enum moment moment)
{
	const struct row *row = &rows[who];
	int chain = moment == EXHAUSTED ? POOR : RICH;
	vesper_status of_client, of_middle;
	uint32_t calls;

	reach_and_stop(who, moment, chain);
	if (chain == POOR)
		wait_ms(MS_BUSY);
	of_client = told(client[chain]);
	of_middle = told(middle[chain]);
	calls = stayed(chain);
	(void)tap_equal(packed(of_client, of_middle, calls, begin_anew(chain)),
			packed(row->client, row->middle,
			       moment == WAITING ? row->waiting : row->inside,
			       true),
			name_of(who, moment));
}

int main(void)
{
	tap_plan(WHO * MOMENTS);
	for (int who = 0; who < WHO; who++)
		for (int moment = 0; moment < MOMENTS; moment++)
			judge_cell((enum who)who, (enum moment)moment);
	return sys_power_off(power);
}
