/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Works on while others fault: numbers whose sum is known, in steps.
 */
#include <component.h>
#include <vesper/syscall.h>

#define ROUNDS	200u

static volatile uint32_t rounds;
static volatile uint64_t sum;

int main(void)
{
	while (rounds < ROUNDS) {
		rounds++;
		sum += rounds;
		vesper_yield();
	}
	return 0;
}

vesper_status isolation_bystander_serve_progress(const vesper_client *client,
	uint32_t *done, bool *finished, bool *correct)
{
	(void)client;
	*done = rounds;
	*finished = rounds == ROUNDS;
	*correct = sum == (uint64_t)rounds * (rounds + 1) / 2;
	return OK;
}
