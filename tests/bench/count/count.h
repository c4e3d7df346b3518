/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Counting instructions. Under QEMU's -icount shift=0 the cycle counter goes up
 * by exactly 1 per instruction; the kernel that make bench runs (bench.elf) lets
 * components read it.
 */
#ifndef BENCH_COUNT_H
#define BENCH_COUNT_H

#include <stdint.h>

#include <vesper/syscall.h>

#define ITERATIONS	1000u

static inline uint64_t count_now(void)
{
	uint64_t count;

	__asm__ volatile("mrs %0, pmccntr_el0" : "=r"(count) :: "memory");
	return count;
}

/* Use a value, in no instruction. */
#define count_use(value)	__asm__ volatile("" :: "r"(value) : "memory")

/*
 * Instructions of ITERATIONS times the statement, the loop included. The yield
 * begins a new turn of the processor, 1 ms or a million instructions, so that
 * no timer interrupt falls into the loop.
 */
#define COUNT_LOOP(statement)                                                 \
	({                                                                    \
		vesper_yield();                                               \
		uint64_t start_ = count_now();                                \
		for (uint32_t i_ = 0; i_ < ITERATIONS; i_++) {                \
			statement;                                            \
			__asm__ volatile("" ::: "memory");                    \
		}                                                             \
		count_now() - start_;                                         \
	})

/* Instructions of one of `iterations`, which took `total` together, as a line
   for make bench; rounded up. */
void count_report(const char *name, uint64_t total, uint64_t iterations);

#endif
