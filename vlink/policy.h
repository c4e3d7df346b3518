/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Policies, for the files that check them:
 *
 *	policy.c	never, only
 *	policy_names.c	what the names of a policy mean
 *	policy_held.c	who holds what
 *	policy_handed.c	who can be handed what
 *	policy_session.c who can be handed a session, and what that carries
 *	policy_reach.c	reach
 */
#ifndef VLINK_POLICY_H
#define VLINK_POLICY_H

#include "front.h"

/* A set of instances, by index. */
struct set {
	bool *has;
	uint32_t count;
};

/* The right side of never and only. */
struct target {
	struct set owners;
	const char *thing;	/* a provide, device, irq, object; NULL = all */
	const char *method;	/* of a provide, or NULL */
	uint32_t number;	/* of the method */
	const struct board_device *device; /* board.NAME */
};

/* ---- policy_names.c; false after an error */
struct set set_new(const struct front *front);
void set_add(struct set *set, uint32_t index);
/* "*", a group, an instance or a subsystem. */
bool set_resolve(struct front *front, struct scope *scope,
		 const struct word *word, const char *name, bool is_group,
		 struct set *set);
/* The words of a block of names: `a, b` or `a; b`. */
bool names_resolve(struct front *front, struct scope *scope,
		   const struct statement *block, bool is_group,
		   struct set *set);
/* A repeated argument. */
bool list_resolve(struct front *front, struct scope *scope,
		  const struct match *match, unsigned arg, struct set *set);
bool target_resolve(struct front *front, struct scope *scope,
		    const struct word *word, struct target *target);

/* ---- policy_held.c: what the holder has on the target, or NULL */
const struct connection *call_on(const struct front *front,
				 const struct instance *holder,
				 const struct target *target);
const struct device *device_on(const struct instance *holder,
			       const struct target *target);
const struct irq *irq_on(const struct instance *holder,
			 const struct target *target);
/* A capability for an object of the target's, for its domain, or for the
   interrupt of a device. */
bool cap_is_on(const struct capability *cap, const struct target *target);
const struct capability *given_on(const struct instance *holder,
				  const struct target *target);
/* A device by which it can write all memory. */
const struct device *dma_of(const struct instance *instance);

/* ---- policy_session.c */
/* By which the server can make a right on the target, or NULL. */
const struct provide_decl *session_on(const struct instance *server,
				      const struct target *target);
/* Who can come to hold one of its sessions, the server among them. */
struct set session_holders(struct front *front, const struct instance *server);

/* ---- policy_handed.c */
/* What a connection carries, as parameters or as results. */
struct kinds kinds_of(struct front *front, const struct connection *c,
		      bool is_result);
/* Report if the left side can be handed a right. */
void handed_check(struct front *front, const struct match *match,
		  const struct instance *left, const struct target *target);

/* ---- policy_reach.c */
void reach_check(struct front *front, struct scope *scope,
		 const struct match *match);

#endif
