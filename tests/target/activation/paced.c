/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Uses up each period, and tells after three of them that each new one was told
 * as what it is. It loses the CPU to nobody else while it has time.
 */
#include <component.h>
#include <vesper/object.h>

#define STACK_SIZE	2048u
#define PERIODS		3u

_Noreturn void vesper_activate(uint64_t reason, uint64_t slot);

static char stack[STACK_SIZE] __attribute__((aligned(16)));
static volatile uint64_t periods;

_Noreturn void vesper_activate(uint64_t reason, uint64_t slot)
{
	if (reason == ABI_REASON_ALLOCATED && ++periods == PERIODS)
		(void)vesper_signal(told);
	for (;;)
		(void)vesper_resume(slot);
}

int main(void)
{
	volatile uint64_t rounds = 0;

	vesper_control(0)->stack = (uintptr_t)(stack + STACK_SIZE);
	(void)vesper_enable();
	for (;;)
		rounds++;
}
