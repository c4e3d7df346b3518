/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Threads of this component's own vp. Which one runs when is a matter of the
 * runtime alone, so the order is checked exactly where nothing preempts.
 */
#include <component.h>
#include <vesper/threads.h>

#include "../tap/tap.h"

#define RESULTS		34u
#define OTHERS		4u	/* threads beside the first */
#define ROUNDS		3u
#define ECHOES		50u
#define MILLISECOND	(vesper_frequency() / 1000)

static vesper_thread_id ids[OTHERS];

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

static void join_all(void)
{
	for (unsigned i = 0; i < OTHERS; i++)
		(void)vesper_thread_join(ids[i]);
}

/* ---- made and switched ----------------------------------------------------- */

static char order[OTHERS * ROUNDS + 1];
static uint32_t order_end;

static void write_order(void *argument)
{
	for (unsigned i = 0; i < ROUNDS; i++) {
		order[order_end++] = *(const char *)argument;
		vesper_thread_yield();
	}
}
VESPER_THREAD(write_order)

static bool is_order(const char *want)
{
	for (unsigned i = 0; i <= OTHERS * ROUNDS; i++)
		if (order[i] != want[i])
			return false;
	return true;
}

static void judge_made(void)
{
	static const char letters[] = "abcd";
	vesper_thread_id more, self = vesper_thread_self();
	vesper_status status = OK;

	for (unsigned i = 0; i < OTHERS && status == OK; i++)
		status = vesper_thread_create(&ids[i], write_order,
					      (void *)(uintptr_t)&letters[i]);
	check_status(status, OK, "THR-001 four threads are made");
	check_status(vesper_thread_create(&more, write_order, NULL), E_EMPTY,
		     "THR-002 a fifth is not");
	(void)tap_equal(order_end, 0, "THR-003 none has run yet");
	join_all();
	(void)tap_check(is_order("abcdabcdabcd"),
			"THR-004 they ran in turns, each with its argument");
	check_status(vesper_thread_join(ids[0]), OK,
		     "THR-005 one that has ended is not waited for");
	check_status(vesper_thread_join(self), E_VALUE,
		     "THR-006 nobody waits for himself");
	order_end = 0;
	check_status(vesper_thread_create(&more, write_order,
		     (void *)(uintptr_t)letters), OK,
		     "THR-007 its place can be used again");
	(void)tap_check(more != ids[0], "THR-008 by another thread");
	check_status(vesper_thread_join(more), OK, "THR-009 and it ends");
}

/* ---- events ------------------------------------------------------------------ */

static volatile uint64_t heard;
static volatile vesper_status heard_status;

static void hear(void *argument)
{
	uint64_t bits = 0;

	heard_status = vesper_thread_wait(bell_number, *(uint64_t *)argument,
					  &bits);
	heard = bits;
}
VESPER_THREAD(hear)

static void judge_events(void)
{
	static uint64_t forever = VESPER_FOREVER;
	uint64_t bits = 9, before;

	(void)vesper_cap_mint(bell, spare, ABI_RIGHT_SIGNAL, 5);
	(void)vesper_thread_create(&ids[0], hear, &forever);
	vesper_thread_yield();
	(void)tap_equal(heard, 0, "THR-010 a thread waits for an event");
	check_status(vesper_signal(spare), OK, "THR-011 it is set");
	(void)tap_equal(heard, 5,
			"THR-012 the thread runs at once, with the bits");
	check_status(heard_status, OK, "THR-013 and is told so");
	(void)vesper_thread_join(ids[0]);
	before = vesper_now();
	check_status(vesper_thread_wait(quiet_number, MILLISECOND, &bits),
		     E_TIMEOUT, "THR-014 a wait that ends by its time");
	(void)tap_check(bits == 0 && vesper_now() - before >= MILLISECOND,
			"THR-015 not before");
	check_status(vesper_thread_wait(99, MILLISECOND, &bits), E_VALUE,
		     "THR-016 an event that is not this vp's");
	(void)vesper_signal(spare);
	(void)vesper_signal(spare);
	(void)tap_equal(vesper_thread_take(bell_number), 5,
			"THR-017 bits stay until they are taken");
	before = vesper_now();
	vesper_thread_sleep(2 * MILLISECOND);
	(void)tap_check(vesper_now() - before >= 2 * MILLISECOND,
			"THR-018 sleep");
}

/* ---- preemption ---------------------------------------------------------------- */

struct count {
	volatile uint64_t rounds;
	uint64_t sum;
};
static volatile bool is_over;

/* Never yields; what it works out tells whether a register was lost. */
static void compute(void *argument)
{
	struct count *count = argument;
	uint64_t rounds = 0, sum = 1;

	while (!is_over) {
		sum = sum * 6364136223846793005u + rounds;
		count->rounds = ++rounds;
	}
	count->sum = sum;
}
VESPER_THREAD(compute)

static bool is_sum(const struct count *count)
{
	uint64_t sum = 1;

	for (uint64_t i = 0; i < count->rounds; i++)
		sum = sum * 6364136223846793005u + i;
	return sum == count->sum;
}

static void judge_preempted(void)
{
	static struct count counts[OTHERS];
	bool all = true, right = true;
	uint64_t start;

	(void)vesper_signal(spin);
	for (unsigned i = 0; i < OTHERS; i++)
		(void)vesper_thread_create(&ids[i], compute, &counts[i]);
	start = vesper_now();
	while (vesper_now() - start < vesper_frequency() / 10)
		;		/* does not yield either */
	is_over = true;
	join_all();
	for (unsigned i = 0; i < OTHERS; i++) {
		all = all && counts[i].rounds != 0;
		right = right && is_sum(&counts[i]);
	}
	(void)tap_check(all, "THR-020 threads that never yield take turns");
	(void)tap_check(right, "THR-021 and lose no register");
}

/* ---- among each other -------------------------------------------------------- */

static struct vesper_mutex mutex;
static struct vesper_condition filled;
static uint32_t inside, overlaps, passes, items;

static void pass(void *argument)
{
	for (unsigned i = 0; i < 20; i++) {
		vesper_mutex_lock(argument);
		overlaps += inside++;
		vesper_thread_yield();
		passes++;
		inside--;
		(void)vesper_mutex_unlock(argument);
	}
}
VESPER_THREAD(pass)

static void consume(void *argument)
{
	vesper_mutex_lock(&mutex);
	while (items == 0)
		(void)vesper_condition_wait(&filled, &mutex);
	items--;
	(*(uint32_t *)argument)++;
	(void)vesper_mutex_unlock(&mutex);
}
VESPER_THREAD(consume)

static void judge_locks(void)
{
	static uint32_t consumed;

	for (unsigned i = 0; i < OTHERS; i++)
		(void)vesper_thread_create(&ids[i], pass, &mutex);
	join_all();
	(void)tap_equal(passes, OTHERS * 20, "THR-030 all passed the lock");
	(void)tap_equal(overlaps, 0, "THR-031 one at a time");
	check_status(vesper_mutex_unlock(&mutex), E_STATE,
		     "THR-032 who does not hold it cannot give it back");
	for (unsigned i = 0; i < OTHERS; i++)
		(void)vesper_thread_create(&ids[i], consume, &consumed);
	vesper_thread_yield();
	(void)tap_equal(consumed, 0, "THR-033 they wait for a condition");
	items = 1;
	vesper_condition_signal(&filled);
	vesper_thread_yield();
	(void)tap_equal(consumed, 1, "THR-034 one is woken");
	items = OTHERS - 1;
	vesper_condition_broadcast(&filled);
	join_all();
	(void)tap_equal(consumed, OTHERS, "THR-035 then all");
}

/* ---- calls and the monitor ------------------------------------------------------ */

static volatile uint32_t wrong;

static void echo(void *argument)
{
	char letter = *(const char *)argument, text[40], data[61];
	struct vesper_text again = VESPER_TEXT(data);

	for (unsigned i = 0; i < sizeof(text); i++)
		text[i] = letter;
	for (unsigned n = 0; n < ECHOES; n++) {
		again.size = 0;
		if (threads_desk_echo(desk, (struct vesper_string){ text,
				      sizeof(text) }, &again) != OK ||
		    again.size != sizeof(text))
			wrong++;
		for (unsigned i = 0; i < again.size; i++)
			wrong += data[i] != letter;
		vesper_thread_yield();
	}
}
VESPER_THREAD(echo)

static void judge_calls(void)
{
	static const char letters[] = "wxyz";
	uint32_t steps = 0, found = 9, rings = 0;

	(void)vesper_signal(ring);
	for (unsigned i = 0; i < OTHERS; i++)
		(void)vesper_thread_create(&ids[i], echo,
					   (void *)(uintptr_t)&letters[i]);
	join_all();
	(void)tap_equal(wrong, 0, "THR-040 each calls with its own message");
	for (unsigned i = 0; i < 2000 && steps < 400; i++) {
		vesper_thread_sleep(MILLISECOND / 10);
		if (threads_desk_seen(desk, &steps, &found, &rings) != OK)
			break;
	}
	(void)tap_equal(steps, 400, "THR-041 a server's threads in its monitor");
	(void)tap_equal(found, 0, "THR-042 one at a time, calls included");
	(void)tap_equal(rings, 1, "THR-043 and so its handler");
}

static void judge_overflow(void)
{
	uint64_t bits = 0;
	uint32_t steps = 0, found = 0, rings = 0;

	check_status(vesper_signal(deep), OK, "THR-049 let one overflow");
	check_status(vesper_thread_wait(wards_event_number, VESPER_FOREVER,
					&bits), OK,
		     "THR-050 a thread that overflows its stack faults");
	(void)tap_check(bits == 1 && wards_count == 1,
			"THR-051 and ends its domain");
	check_status(threads_desk_seen(desk, &steps, &found, &rings), OK,
		     "THR-052 no other");
}

int main(void)
{
	tap_plan(RESULTS);
	judge_made();
	judge_events();
	judge_preempted();
	judge_locks();
	judge_calls();
	judge_overflow();
	return sys_power_off(power);
}
