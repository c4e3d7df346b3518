/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Call and reply: the two system calls that stubs and portals are made of.
 * Kept inline, so that a stub is a handful of moves and one SVC.
 */
#ifndef VESPER_CALL_H
#define VESPER_CALL_H

#include <stdint.h>

#include <vesper/abi/syscall.h>
#include <vesper/abi/thread.h>
#include <vesper/types.h>

/* The payload of a call or reply: x1 to x7. Unused words are zero. */
struct vesper_message {
	uint64_t w1, w2, w3, w4, w5, w6, w7;
	uint64_t caps;		/* x8: fields of capabilities (abi/syscall.h) */
};

/*
 * A system call with a word in x0, the message in x1 to x7 and a word in x8,
 * each of which its answer replaces. It clobbers what a call in C does.
 */
#define VESPER_EXCHANGE(name, first, m, last) do {			\
	register uint64_t x0 __asm__("x0") = (first);			\
	register uint64_t x1 __asm__("x1") = (m)->w1;			\
	register uint64_t x2 __asm__("x2") = (m)->w2;			\
	register uint64_t x3 __asm__("x3") = (m)->w3;			\
	register uint64_t x4 __asm__("x4") = (m)->w4;			\
	register uint64_t x5 __asm__("x5") = (m)->w5;			\
	register uint64_t x6 __asm__("x6") = (m)->w6;			\
	register uint64_t x7 __asm__("x7") = (m)->w7;			\
	register uint64_t x8 __asm__("x8") = (last);			\
									\
	__asm__ volatile("svc %[number]"				\
			 : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3),	\
			   "+r"(x4), "+r"(x5), "+r"(x6), "+r"(x7),	\
			   "+r"(x8)					\
			 : [number] "i"(name)				\
			 : "x9", "x10", "x11", "x12", "x13", "x14",	\
			   "x15", "x16", "x17", "x18", "cc", "memory");	\
	*(m) = (struct vesper_message){ x1, x2, x3, x4, x5, x6, x7, 0 };	\
	(first) = x0;							\
	(last) = x8;							\
} while (0)

/*
 * Call method `method` of the portal in `slot`. The message is replaced by the
 * results. Returns the server's status or the kernel's; the first one as it is
 * in x0, of which a status is the low half.
 */
static inline uint64_t vesper_call_x0(uint64_t slot, uint64_t method,
				      struct vesper_message *m)
{
	VESPER_EXCHANGE(ABI_SYS_CALL, slot, m, method);
	return slot;
}

static inline vesper_status vesper_call(uint64_t slot, uint64_t method,
					struct vesper_message *m)
{
	return (vesper_status)vesper_call_x0(slot, method, m);
}

/*
 * End the call that this worker is in. Inlined by force: to a compiler what does
 * not return is cold.
 */
__attribute__((always_inline)) _Noreturn
static inline void vesper_reply(vesper_status status,
					  const struct vesper_message *m)
{
	register int64_t x0 __asm__("x0") = status;
	register uint64_t x1 __asm__("x1") = m->w1;
	register uint64_t x2 __asm__("x2") = m->w2;
	register uint64_t x3 __asm__("x3") = m->w3;
	register uint64_t x4 __asm__("x4") = m->w4;
	register uint64_t x5 __asm__("x5") = m->w5;
	register uint64_t x6 __asm__("x6") = m->w6;
	register uint64_t x7 __asm__("x7") = m->w7;

	__asm__ volatile("svc %[number]"
			 :
			 : [number] "i"(ABI_SYS_REPLY), "r"(x0), "r"(x1),
			   "r"(x2), "r"(x3), "r"(x4), "r"(x5), "r"(x6), "r"(x7)
			 : "memory");
	__builtin_unreachable();
}

/* The thread block of whoever runs. */
static inline const struct abi_thread *vesper_thread(void)
{
	uint64_t tls;

	__asm__("mrs %0, tpidr_el0" : "=r"(tls));
	return (const struct abi_thread *)tls;
}

#endif
