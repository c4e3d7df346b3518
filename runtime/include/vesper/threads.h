/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Threads of a vp, `vp NAME { threads N; }`: N stacks between which the vp's time is
 * shared out. Thread 0 runs the vp's own function; the others are made at run time,
 * at most N - 1 at once. One of them runs at a time, and one that is in a call takes
 * the whole vp with it, so threads are for waiting, not for more speed.
 *
 * Who runs next is decided at home, without the kernel: at a yield, a wait, the end
 * of a thread, and at each activation of the vp, which comes when one of its events is
 * set or when it gets the processor back. A thread that an event wakes goes before
 * the one that ran; where the vp was preempted the next thread has its turn.
 *
 * States of a thread: free, ready (also the one that runs), waiting. Everything here
 * is for threads of the vp that calls it, and for nobody else: not for workers, not
 * for the threads of another vp. Only what says so waits.
 */
#ifndef VESPER_THREADS_H
#define VESPER_THREADS_H

#include <vesper/object.h>

/* Which thread: its place, and which of the threads that have had it. */
typedef uint64_t vesper_thread_id;

/* To be written once, at file scope, for a function that threads begin with:
 * vlink finds the stack that it needs by this. */
#define VESPER_THREAD(function)                                               \
	void vesper_thread_of_##function(void *argument);                     \
	void vesper_thread_of_##function(void *argument)                      \
	{                                                                     \
		function(argument);                                           \
	}

/* Make a thread that runs function(argument): OK, or E_EMPTY if all are in use. It
   is ready; whoever makes it goes on. */
#define vesper_thread_create(id, function, argument)                          \
	vesper_thread_make(id, vesper_thread_of_##function, argument)
vesper_status vesper_thread_make(vesper_thread_id *id, void (*run)(void *),
				 void *argument);

/* Who runs. */
vesper_thread_id vesper_thread_self(void);

/* Let the next one that is ready run. */
void vesper_thread_yield(void);

/* End this thread, as the return of its function does. */
_Noreturn void vesper_thread_exit(void);

/* Wait for the end of a thread; OK at once if it has ended. */
vesper_status vesper_thread_join(vesper_thread_id id);

/*
 * Wait for an event that is bound to this vp, by its number (NAME_number), at most
 * `ticks` of the counter: OK with its bits, which are cleared, or E_TIMEOUT.
 * E_STATE inside the monitor, E_VALUE for another number. Who waits first for an
 * event need not be who gets its bits. The time is looked at when the vp idles,
 * and at each yield and activation.
 */
vesper_status vesper_thread_wait(uint32_t number, uint64_t ticks,
				 uint64_t *bits);

/* The bits of such an event, without waiting. */
uint64_t vesper_thread_take(uint32_t number);

/* Wait until some event of this vp has been set since the last such wait. */
void vesper_thread_wait_any(void);

/* Wait for a time. */
void vesper_thread_sleep(uint64_t ticks);

/* ---- among each other ---------------------------------------------------- */

/* A lock, all zero at first. It is handed over in turns. */
struct vesper_mutex {
	uint32_t holder;	/* thread + 1; 0 = nobody */
	uint32_t waiters;	/* bit i: thread i */
};
void vesper_mutex_lock(struct vesper_mutex *mutex);
/* E_STATE if it is another's, or nobody's. */
vesper_status vesper_mutex_unlock(struct vesper_mutex *mutex);

/* Something that threads wait for with a mutex held, all zero at first. */
struct vesper_condition {
	uint32_t waiters;
};
/* Give the mutex back and wait for a signal, in one step; then take it again. */
vesper_status vesper_condition_wait(struct vesper_condition *condition,
				    struct vesper_mutex *mutex);
/* Wake one, or all. */
void vesper_condition_signal(struct vesper_condition *condition);
void vesper_condition_broadcast(struct vesper_condition *condition);

/*
 * The monitor of the own domain (vesper_monitor_enter()): the kernel gives its token
 * to the vp, so its threads take turns first. While one is inside, the others run;
 * it cannot wait for events itself. The domain is vesper_domain.slot.
 */
vesper_status vesper_thread_enter(uint64_t domain);
vesper_status vesper_thread_leave(uint64_t domain);

/* ---- for component.c, which vlink makes ----------------------------------- */

#define VESPER_THREADS_MAX	ABI_CONTEXTS
#define VESPER_EVENT_ANY	UINT32_MAX	/* awaited: any event; */
#define VESPER_EVENT_NONE	(UINT32_MAX - 1) /* nothing but time or others */

struct vesper_uthread {
	uint64_t sp;		/* of one that does not run: where its registers
				   are; 0 = in its slot of the control block */
	uint64_t block;		/* its thread block */
	struct vesper_scheduler *scheduler;
	uint32_t index;		/* also of its slot */
	uint32_t behind;	/* bits of the threads that come after it */
	uint32_t generation;	/* how many have ended here */
	uint32_t awaits;	/* the event's number */
	uint32_t joiners;	/* bit i: thread i waits for its end */
	uint64_t deadline;	/* of a sleeper: ticks */
} __attribute__((aligned(64)));

/* Bits by thread. Only who has masked activations looks at it. */
struct vesper_scheduler {
	struct vesper_uthread threads[VESPER_THREADS_MAX];
	volatile struct abi_control_write *control; /* its `slot` is the
				   number of the thread that runs */
	uint32_t ready;
	uint32_t sleepers;	/* that wait with a deadline */
	uint32_t used;		/* not free */
	uint32_t events, news;	/* how many; whether one was set since */
	const uint64_t *slots;	/* of the events, by number */
	uint64_t *bits;		/* of them, that nobody has taken */
	struct vesper_mutex monitor;
};

/* Makes who calls it thread 0. `bits` has room for each event. */
void vesper_threads_begin(struct vesper_scheduler *scheduler, unsigned vp,
			  const struct abi_threads *made, uint64_t *bits);

#endif
