/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Kernel and second model side by side: a sequence of steps is run in both, and
 * after each one everything that can be seen must be the same, and the kernel's
 * invariants must hold.
 */
#ifndef TESTS_KERNEL_PAIR_H
#define TESTS_KERNEL_PAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What somebody does; any bytes are a step. See step_run() in pair.c. */
struct step {
	uint8_t kind, a, b, c, d, e;
};

/* A kind that ends a domain: rare in random sequences. */
bool step_is_final(const struct step *step);

/* True if model and kernel agree over all of it; else pair_wrong says why. */
bool pair_run(const struct step *steps, size_t count);
#define PAIR_WRONG 16384
extern char pair_wrong[];

/* Steps that had an effect in the last run, and those on a fast path. */
extern size_t pair_steps, pair_fast;

/* For exploration: equal steps at different places leave equal registers, and
 * only after the last one is everything looked at. */
extern bool pair_alike;

/* A hash of all that can make a difference to what follows; times count
 * from now. */
uint64_t pair_hash(void);
/* And of the second model's part of it alone. */
uint64_t pair_model_hash(void);

void pair_seed(uint64_t seed);
struct step pair_random(void);

/* The shortest sequence that fails as this one does; returns its length. */
size_t pair_shrink(struct step *steps, size_t count);
void pair_print(const struct step *steps, size_t count);

#endif
