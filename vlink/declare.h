/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A component while its block is read, for the files that read it:
 *
 *	declare.c	the block, parameters, objects of its own, sources
 *	declare_use.c	what it provides and uses
 *	declare_session.c connections that are made at run time
 *	declare_run.c	what runs in it: pool, vps, fault handler, restarts
 *	declare_caps.c	kernel objects and capabilities
 *	declare_on.c	what its vps wait for
 */
#ifndef VLINK_DECLARE_H
#define VLINK_DECLARE_H

#include "front.h"

#define SIZE_MAX_PRIVATE	(UINT64_C(1) << 28)
#define STACK_MAX		(UINT64_C(1) << 20)
#define TIME_MAX	(UINT64_C(3600) * 1000 * 1000 * 1000)
#define POOL_STACK		4096u
#define FREE_MAX	1024u	/* of slots and views */

/* A component while its block is read. */
struct draft {
	struct front *front;
	struct component *component;
	const char *folder;
	struct names names;	/* of everything that is a C identifier */
	struct names param_names; /* in C with a prefix */
	VEC(struct provide_decl) provides;
	VEC(struct use_decl) uses;
	VEC(struct param_decl) params;
	VEC(struct device_decl) devices;
	VEC(struct irq_decl) irqs;
	VEC(struct region_decl) regions;
	VEC(struct vp_decl) vp_list;
	VEC(struct debug_decl) debugs;
	VEC(struct bound_decl) bounds;
	VEC(struct factory_decl) factories;
	cap_decls caps;
	paths sources, tests, cflags;
};

/* `NAME : TYPE [ = VALUE ]` of a param or a setting. */
bool param_read(struct front *front, const struct match *match,
		struct param_decl *param);

/* declare_use.c */
void provides_declare(struct draft *draft, const struct match *match);
void uses_declare(struct draft *draft, const struct match *match);
/* The events of a use, bound to a vp. A capability sets bits of the low half of an
   event: notifications from 32 on have one of their own. */
void use_events(struct draft *draft, struct use_decl *use,
		const struct word *name, const struct word *vp);

/* declare_session.c: `sessions` of what it provides, `attach` of a use. */
void sessions_declare(struct draft *draft, const struct match *match,
		      const struct word *name, struct provide_decl *provide);
void attach_declare(struct draft *draft, const struct match *match,
		    const struct word *name, struct use_decl *use);

/* declare_run.c */
void pool_declare(struct draft *draft, const struct match *match);
void recovery_check(struct front *front, const struct component *c);
void threads_check(struct front *front, const struct component *c);
void vp_declare(struct draft *draft, const struct match *match);
void factory_declare(struct draft *draft, const struct match *match);
void fault_declare(struct draft *draft, const struct match *match);
void restart_declare(struct draft *draft, const struct match *match);
/* The block is read: what follows from its statements together. */
void run_finish(struct draft *draft);

/* declare_on.c: `on` of its vps. */
void on_finish(struct draft *draft);

#endif
