/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A policy is obeyed by two counts: of the restarts of late, which is a ring of
 * their times, and of the time to wait, which doubles until a life has lasted.
 */
#include "life.h"

/* Time of the restart that was the count-th from the end; 1 = the last one. */
static uint64_t restart_at(const struct life *life, uint32_t count)
{
	return life->begun[(life->restarts - count) % ABI_RESTARTS_MAX];
}

static bool is_too_often(const struct life *life,
			 const vesper_restart_policy *policy, uint64_t now)
{
	if (policy->within == 0 || life->restarts < policy->at_most)
		return false;
	return now - restart_at(life, policy->at_most) < policy->within;
}

/* A life that lasted longer than failures count is a new start. */
static bool has_lasted(const struct life *life,
		       const vesper_restart_policy *policy, uint64_t now)
{
	return life->restarts != 0 && policy->within != 0 &&
	       now - restart_at(life, 1) > policy->within;
}

static uint64_t backoff_next(struct life *life,
			     const vesper_restart_policy *policy)
{
	uint64_t backoff = life->backoff;

	if (backoff < policy->backoff)
		backoff = policy->backoff;
	life->backoff = backoff > policy->backoff_last / 2
				? policy->backoff_last
				: 2 * backoff;
	return backoff;
}

uint64_t life_end(struct life *life, const vesper_restart_policy *policy,
		  uint64_t now)
{
	if (policy->always == 0 || is_too_often(life, policy, now)) {
		life->due = LIFE_OVER;
		return LIFE_OVER;
	}
	if (has_lasted(life, policy, now))
		life->backoff = 0;
	life->due = now + backoff_next(life, policy);
	return life->due;
}

void life_begin(struct life *life, uint64_t now)
{
	life->begun[life->restarts++ % ABI_RESTARTS_MAX] = now;
	life->due = 0;
}
