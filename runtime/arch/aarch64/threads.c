/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Threads of a vp (vesper/threads.h).
 *
 * A thread that gives the processor up keeps its registers on its own stack. One
 * that loses it by an activation has them in the slot of the control block with its
 * number, and only the system call resume brings them all back. While activations
 * are masked nothing here is interrupted, so there is no other lock. What becomes
 * pending meanwhile is seen when they are unmasked: first the store, then the look
 * at the pending words, so that either the kernel sees the one or this the other.
 */
#include <vesper/threads.h>

#include <vesper/assert.h>

#define WORD_BITS	64u

typedef struct vesper_uthread thread;
typedef struct vesper_scheduler scheduler;

static uint32_t bit_of(const thread *t)
{
	return UINT32_C(1) << t->index;
}

static const volatile struct abi_control_read *state_of(const scheduler *s)
{
	return (const volatile struct abi_control_read *)
		(uintptr_t)(s->control + 1);
}

/* Who runs; activations are masked from here on. */
static inline thread *begin(void)
{
	thread *self = (thread *)vesper_thread()->runtime;

	vesper_assert(self != NULL);
	/* What is not 0 masks. */
	self->scheduler->control->masked = (uintptr_t)self;
	return self;
}

static inline void end(const scheduler *s)
{
	s->control->masked = 0;
	if (__builtin_expect(state_of(s)->summary != 0, false))
		(void)vesper_enable();
}

/* ---- waking ---------------------------------------------------------------- */

static void wake(scheduler *s, uint32_t threads)
{
	s->ready |= threads;
	s->sleepers &= ~threads;
}

static uint32_t waiting_for(const scheduler *s, uint32_t number)
{
	uint32_t threads = 0;

	for (uint32_t i = 0; i < VESPER_THREADS_MAX; i++) {
		uint32_t bit = UINT32_C(1) << i;

		if ((s->used & ~s->ready & bit) != 0 &&
		    (s->threads[i].awaits == number ||
		     s->threads[i].awaits == VESPER_EVENT_ANY))
			threads |= bit;
	}
	return threads;
}

/* Take one event's bits: the threads to be woken. */
static uint32_t event_collect(scheduler *s, uint32_t number)
{
	uint64_t bits = 0;

	(void)vesper_event_take(s->slots[number], &bits);
	s->bits[number] |= bits;
	s->news = 1;
	return waiting_for(s, number);
}

/* Take what is pending: the threads that were woken. */
static uint32_t collect(scheduler *s)
{
	const volatile struct abi_control_read *state = state_of(s);
	uint32_t woken = 0;

	for (uint32_t word = 0; word * WORD_BITS < s->events; word++) {
		uint64_t pending = state->pending[word];

		for (; pending != 0; pending &= pending - 1)
			woken |= event_collect(s, word * WORD_BITS +
				(uint32_t)__builtin_ctzll(pending));
	}
	wake(s, woken);
	return woken;
}

/* The earliest deadline of those that sleep. */
static uint64_t expire(scheduler *s)
{
	uint64_t now = vesper_now(), first = VESPER_FOREVER;
	uint32_t sleepers = s->sleepers;

	for (; sleepers != 0; sleepers &= sleepers - 1) {
		thread *t = &s->threads[__builtin_ctz(sleepers)];

		if (t->deadline <= now)
			wake(s, bit_of(t));
		else if (t->deadline - now < first)
			first = t->deadline - now;
	}
	return first;
}

/* ---- switching ------------------------------------------------------------- */

/* The next thread of a set that is not empty, in turn from `self` on. */
static inline uint32_t next_of(uint32_t set, const thread *self)
{
	uint32_t behind = set & self->behind;

	return (uint32_t)__builtin_ctz(behind != 0 ? behind : set);
}

/* Sleep with nobody ready. In the monitor the kernel does not let the vp sleep. */
static void idle(scheduler *s)
{
	uint64_t ticks = VESPER_FOREVER;

	for (;;) {
		(void)collect(s);
		if (s->sleepers != 0)
			ticks = expire(s);
		if (s->ready != 0)
			return;
		if (vesper_sleep(ticks) == E_STATE)
			vesper_yield();
	}
}

/* switch.S */
void vesper_thread_switch(thread *from, thread *to, uint64_t index);
_Static_assert(offsetof(thread, sp) == 0 && offsetof(thread, block) == 8,
	       "switch.S");

/* Where it keeps the registers of a call. */
struct frame {
	uint64_t x29, x30, x19, x20, others[8];
};
_Static_assert(sizeof(struct frame) == 96, "switch.S");

/* Go on with a thread, as the one that runs. */
static inline void go(scheduler *s, thread *from, uint32_t to)
{
	s->control->slot = to;
	vesper_thread_switch(from, &s->threads[to], to);
}

/* Let others run until this thread is ready; if it is already, those before it. */
static void give_way(scheduler *s, thread *self)
{
	uint32_t next;

	if (s->ready == 0)
		idle(s);
	next = next_of(s->ready, self);
	if (next != self->index)
		go(s, self, next);
}

/* No more ready, until something wakes it, or at its deadline. */
static void await(scheduler *s, thread *self, uint32_t number, bool is_timed)
{
	self->awaits = number;
	s->ready &= ~bit_of(self);
	if (is_timed)
		s->sleepers |= bit_of(self);
	give_way(s, self);
}

void vesper_thread_yield(void)
{
	thread *self = begin();
	scheduler *s = self->scheduler;

	if (__builtin_expect(s->sleepers != 0, false))
		(void)expire(s);
	go(s, self, next_of(s->ready, self));
	end(s);
}

/*
 * The fault of a thread once more, with activations masked, so that it is the
 * component's: of the same kind at the same address, with its stack pointer, and
 * as link register where it was. What is neither an access nor a jump is a
 * breakpoint.
 */
#define AGAIN(instruction)                                                    \
	__asm__ volatile("mov sp, %1; mov x30, %2; " instruction "; brk #0"   \
			 :                                                    \
			 : "r"(address), "r"(sp), "r"(pc)                     \
			 : "x30", "memory")
static _Noreturn void fault_again(uint64_t kind, uint64_t address, uint64_t pc,
				  uint64_t sp)
{
	if (kind == ABI_FAULT_READ)
		AGAIN("ldrb wzr, [%0]");
	else if (kind == ABI_FAULT_WRITE)
		AGAIN("strb wzr, [%0]");
	else if (kind == ABI_FAULT_EXECUTE)
		AGAIN("br %0");
	else
		AGAIN("");
	__builtin_unreachable();
}

/* It lost the processor, and was not woken by anything. */
static bool is_turn_over(uint64_t reason)
{
	return reason == ABI_REASON_PREEMPTED || reason == ABI_REASON_ALLOCATED;
}

/*
 * Activated, on a stack of its own, with what ran in slot `slot`; with none, when a
 * resume found something pending: then what was to run is still in its own. Of a
 * fault the others tell what it was: it ends the component, as without threads.
 */
_Noreturn void vesper_activate(uint64_t reason, uint64_t slot, uint64_t kind,
			       uint64_t address, uint64_t pc);
_Noreturn void vesper_activate(uint64_t reason, uint64_t slot, uint64_t kind,
			       uint64_t address, uint64_t pc)
{
	scheduler *s = ((thread *)vesper_thread()->runtime)->scheduler;
	thread *ran = &s->threads[s->control->slot];
	thread scrap;		/* nothing of this stack is kept */
	uint32_t woken, next;

	if (reason == ABI_REASON_FAULT)
		fault_again(kind, address, pc,
			    s->control->contexts[slot % ABI_CONTEXTS].sp);
	if (slot < ABI_CONTEXTS)
		ran->sp = 0;
	woken = collect(s);
	if (s->sleepers != 0)
		(void)expire(s);
	if (woken != 0)
		next = next_of(woken, ran);
	else if (is_turn_over(reason))
		next = next_of(s->ready, ran);
	else
		next = ran->index;
	go(s, &scrap, next);
	__builtin_unreachable();
}

/* ---- beginning and end ------------------------------------------------------ */

/* switch.S: the first code of a thread, which calls the second. */
void vesper_thread_begin(void);
_Noreturn void vesper_thread_run(void *argument, void (*run)(void *));
_Noreturn void vesper_thread_run(void *argument, void (*run)(void *))
{
	end(((const thread *)vesper_thread()->runtime)->scheduler);
	run(argument);
	vesper_thread_exit();
}

static void thread_attach(scheduler *s, uint32_t index, uint64_t block)
{
	thread *t = &s->threads[index];

	t->scheduler = s;
	t->index = index;
	t->behind = ~((UINT32_C(2) << index) - 1);
	t->block = block;
	((struct abi_thread *)block)->runtime = (uint64_t)(uintptr_t)t;
}

void vesper_threads_begin(struct vesper_scheduler *s, unsigned vp,
			  const struct abi_threads *made, uint64_t *bits)
{
	s->control = vesper_control(vp);
	s->ready = s->used = 1;
	s->events = made->events;
	s->slots = &made->words[made->threads];
	s->bits = bits;
	for (uint32_t i = 0; i < made->threads; i++)
		thread_attach(s, i, made->words[i]);
	for (uint32_t i = made->threads; i < VESPER_THREADS_MAX; i++) {
		s->used |= UINT32_C(1) << i;
		s->threads[i].awaits = VESPER_EVENT_NONE;
	}
	s->control->stack = made->stack;
	s->control->slot = 0;
	end(s);
}

static vesper_thread_id id_of(const thread *t)
{
	return (uint64_t)t->generation << 32 | t->index;
}

vesper_thread_id vesper_thread_self(void)
{
	return id_of((const thread *)vesper_thread()->runtime);
}

vesper_status vesper_thread_make(vesper_thread_id *id, void (*run)(void *),
				 void *argument)
{
	thread *self = begin(), *t;
	scheduler *s = self->scheduler;
	uint32_t free = ~s->used & ((UINT32_C(1) << VESPER_THREADS_MAX) - 1);
	struct frame *frame;

	*id = 0;
	if (free == 0) {
		end(s);
		return E_EMPTY;
	}
	t = &s->threads[__builtin_ctz(free)];
	frame = (struct frame *)t->block - 1;
	*frame = (struct frame){
		.x30 = (uint64_t)(uintptr_t)vesper_thread_begin,
		.x19 = (uint64_t)(uintptr_t)argument,
		.x20 = (uint64_t)(uintptr_t)run,
	};
	t->sp = (uint64_t)(uintptr_t)frame;
	s->used |= bit_of(t);
	s->ready |= bit_of(t);
	*id = id_of(t);
	end(s);
	return OK;
}

/* The idle loop may still use this stack, which is nobody's then: a thread that is
 * made there begins only when somebody else runs. */
_Noreturn void vesper_thread_exit(void)
{
	thread *self = begin();
	scheduler *s = self->scheduler;

	wake(s, self->joiners);
	self->joiners = 0;
	self->generation++;
	s->used &= ~bit_of(self);
	s->ready &= ~bit_of(self);
	if (s->ready == 0)
		idle(s);
	go(s, self, next_of(s->ready, self));
	__builtin_unreachable();
}

/* ---- waiting ------------------------------------------------------------------ */

vesper_status vesper_thread_join(vesper_thread_id id)
{
	thread *self = begin(), *t;
	scheduler *s = self->scheduler;

	if ((uint32_t)id >= VESPER_THREADS_MAX || id == id_of(self)) {
		end(s);
		return E_VALUE;
	}
	t = &s->threads[(uint32_t)id];
	while (t->generation == id >> 32 && (s->used & bit_of(t)) != 0) {
		t->joiners |= bit_of(self);
		await(s, self, VESPER_EVENT_NONE, false);
	}
	end(s);
	return OK;
}

static uint64_t deadline_of(uint64_t ticks)
{
	uint64_t now = vesper_now();

	return ticks < VESPER_FOREVER - now ? now + ticks : VESPER_FOREVER;
}

/* Until an event, with the mask on; E_TIMEOUT once the deadline is over. */
static vesper_status event_await(scheduler *s, thread *self, uint32_t number,
				 uint64_t ticks)
{
	bool is_timed = ticks != VESPER_FOREVER;

	self->deadline = deadline_of(ticks);
	while (s->bits[number] == 0) {
		if (is_timed && vesper_now() >= self->deadline)
			return E_TIMEOUT;
		await(s, self, number, is_timed);
	}
	return OK;
}

vesper_status vesper_thread_wait(uint32_t number, uint64_t ticks,
				 uint64_t *bits)
{
	thread *self = begin();
	scheduler *s = self->scheduler;
	vesper_status status = E_VALUE;

	*bits = 0;
	if (s->monitor.holder == self->index + 1)
		status = E_STATE;
	else if (number < s->events)
		status = event_await(s, self, number, ticks);
	if (status == OK) {
		*bits = s->bits[number];
		s->bits[number] = 0;
	}
	end(s);
	return status;
}

uint64_t vesper_thread_take(uint32_t number)
{
	thread *self = begin();
	scheduler *s = self->scheduler;
	uint64_t bits = 0;

	(void)collect(s);
	if (number < s->events) {
		bits = s->bits[number];
		s->bits[number] = 0;
	}
	end(s);
	return bits;
}

void vesper_thread_wait_any(void)
{
	thread *self = begin();
	scheduler *s = self->scheduler;

	while (s->news == 0)
		await(s, self, VESPER_EVENT_ANY, false);
	s->news = 0;
	end(s);
}

void vesper_thread_sleep(uint64_t ticks)
{
	thread *self = begin();
	scheduler *s = self->scheduler;

	self->deadline = deadline_of(ticks);
	while (vesper_now() < self->deadline)
		await(s, self, VESPER_EVENT_NONE, true);
	end(s);
}

/* ---- among each other ------------------------------------------------------------ */

static void lock(scheduler *s, thread *self, struct vesper_mutex *mutex)
{
	if (mutex->holder == 0)
		mutex->holder = self->index + 1;
	while (mutex->holder != self->index + 1) {
		mutex->waiters |= bit_of(self);
		await(s, self, VESPER_EVENT_NONE, false);
	}
}

static bool unlock(scheduler *s, const thread *self, struct vesper_mutex *mutex)
{
	uint32_t next;

	if (mutex->holder != self->index + 1)
		return false;
	mutex->holder = 0;
	if (mutex->waiters == 0)
		return true;
	next = next_of(mutex->waiters, self);
	mutex->holder = next + 1;
	mutex->waiters &= ~(UINT32_C(1) << next);
	wake(s, UINT32_C(1) << next);
	return true;
}

void vesper_mutex_lock(struct vesper_mutex *mutex)
{
	thread *self = begin();

	lock(self->scheduler, self, mutex);
	end(self->scheduler);
}

vesper_status vesper_mutex_unlock(struct vesper_mutex *mutex)
{
	thread *self = begin();
	bool was_held = unlock(self->scheduler, self, mutex);

	end(self->scheduler);
	return was_held ? OK : E_STATE;
}

vesper_status vesper_condition_wait(struct vesper_condition *condition,
				    struct vesper_mutex *mutex)
{
	thread *self = begin();
	scheduler *s = self->scheduler;
	bool was_held = unlock(s, self, mutex);

	if (was_held) {
		condition->waiters |= bit_of(self);
		while (condition->waiters & bit_of(self))
			await(s, self, VESPER_EVENT_NONE, false);
		lock(s, self, mutex);
	}
	end(s);
	return was_held ? OK : E_STATE;
}

void vesper_condition_signal(struct vesper_condition *condition)
{
	thread *self = begin();
	uint32_t first;

	if (condition->waiters != 0) {
		first = UINT32_C(1) << next_of(condition->waiters, self);
		condition->waiters &= ~first;
		wake(self->scheduler, first);
	}
	end(self->scheduler);
}

void vesper_condition_broadcast(struct vesper_condition *condition)
{
	thread *self = begin();

	wake(self->scheduler, condition->waiters);
	condition->waiters = 0;
	end(self->scheduler);
}

vesper_status vesper_thread_enter(uint64_t domain)
{
	thread *self = begin();
	scheduler *s = self->scheduler;
	vesper_status status = E_STATE;

	if (s->monitor.holder != self->index + 1) {
		lock(s, self, &s->monitor);
		status = vesper_monitor_enter(domain);
		if (status != OK)
			(void)unlock(s, self, &s->monitor);
	}
	end(s);
	return status;
}

vesper_status vesper_thread_leave(uint64_t domain)
{
	thread *self = begin();
	scheduler *s = self->scheduler;
	vesper_status status = E_STATE;

	if (s->monitor.holder == self->index + 1) {
		status = vesper_monitor_exit(domain);
		(void)unlock(s, self, &s->monitor);
	}
	end(s);
	return status;
}
