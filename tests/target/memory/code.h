/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The part of the judge that writes code and has it run.
 */
#ifndef TARGET_MEMORY_CODE_H
#define TARGET_MEMORY_CODE_H

#define CODE_RESULTS	26u

void judge_code(void);

#endif
