/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Revocation in steps.
 */
#ifndef TARGET_MEMORY_REVOKE_H
#define TARGET_MEMORY_REVOKE_H

#define REVOKE_RESULTS 6u

void judge_revocation(void);

#endif
