/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The meaning of steps (pair.h).
 */
#ifndef TESTS_KERNEL_PAIR_STEP_H
#define TESTS_KERNEL_PAIR_STEP_H

#include "pair.h"

enum kind {
	STEP_CALL, STEP_REPLY, STEP_SIGNAL, STEP_INVOKE, STEP_CALL_CAP,
	STEP_REPLY_CAP, STEP_BLOCK, STEP_YIELD, STEP_TIME, STEP_ENABLE,
	STEP_CONTROL, STEP_FP, STEP_IRQ, STEP_FAULT, STEP_UNKNOWN
};

enum kind step_kind(const struct step *step);
bool step_is_syscall(const struct step *step);

/* Its number. */
uint32_t step_number(const struct step *step);
/* The registers with which the vp that has the CPU makes it; each that is no
 * argument tells by its value that it is of step `at`. */
void step_registers(uint64_t *x, const struct step *step, size_t at);

#endif
