/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A component's connection pages: read-only constants that the static linker
 * writes at the start of the component's window, so that a change of the system
 * recompiles nothing. They hold, in this order, one handle per connected use
 * (symbol: the use's name), one client record per client of each provided
 * interface (its address is that client's badge), and the parameters (symbol
 * PARAM_name). A use `name ?` that is not connected has slot ABI_NO_SLOT; a use
 * `name *` is an array NAME[] with NAME_count. Then come the slots of other
 * capabilities; vesper_landing, to which a worker's caller number times
 * ABI_FIELDS is added for the first of its landing slots; vesper_controls[], the
 * addresses of the control blocks of the vps; vesper_threads_NAME of a vp with
 * threads; and, in a component that can be restarted, vesper_restore.
 */
#ifndef VESPER_ABI_CONNECTION_H
#define VESPER_ABI_CONNECTION_H

#include <stdint.h>

#define ABI_NO_SLOT	UINT64_C(0xffffffff)

/* When a domain is to be restarted; times are ns. The static linker writes it for
 * the domain's supervisor, beside the capability. */
struct abi_restart_policy {
	uint32_t always;	/* 0: never */
	uint32_t at_most;	/* restarts (1 to ABI_RESTARTS_MAX) */
	uint64_t within;	/* in this time; 0 = any number */
	uint64_t backoff, backoff_last; /* before the first, and at most */
	char name[32];		/* of the instance, as much as fits, with a NUL */
};
#define ABI_RESTARTS_MAX 16u

/* What a component's restart entry is to do, by its own list. */
struct abi_restore {
	uint64_t to, size;
	uint64_t from;		/* read-only first contents; 0 = zeros */
};
struct abi_restore_list {
	uint64_t first_slot, slots; /* to be emptied */
	uint64_t count;
	struct abi_restore items[];
};

/* The threads of a vp, made by the static linker (symbol: vesper_threads_VP). */
struct abi_threads {
	uint32_t threads;	/* how many stacks, */
	uint32_t events;	/* and how many events are bound to it */
	uint64_t stack;		/* of activations: its top */
	uint64_t words[];	/* the thread blocks, the first one that of the
				   vp itself; then the slots of the events */
};

/*
 * What idlc's handle types are made of: 16 bytes, passed in two registers. As
 * they are aligned to their size, gcc takes them for one value; less aligned
 * ones -mstrict-align makes it store on the stack in each stub.
 */
struct abi_handle {
	uint64_t slot;		/* capability slot of the portal */
	uint32_t to;		/* area client -> server (client RW, server R);
				   0 = the connection has none */
	uint32_t from;		/* area server -> client (both RW); 0 = none */
} __attribute__((aligned(16)));

/* A capability for a domain, and what in that domain is free for its holder. */
struct abi_domain_handle {
	uint32_t slot;		/* ABI_NO_SLOT: not given */
	uint32_t slots;		/* of its table: the first free slot, */
	uint32_t slots_count;	/* and how many there are from it on */
	uint32_t views;		/* likewise of its view records */
	uint32_t views_count;
	uint32_t spare;
};

/* A capability for somebody else's region, and where it would be seen. */
struct abi_region_handle {
	uint64_t slot;		/* ABI_NO_SLOT: not given */
	uint64_t address;
	uint64_t size;		/* bytes, whole pages */
};

/* Methods by number. */
struct abi_methods {
	uint32_t count;		/* of bits; others are not in it */
	uint32_t bits[];
};

/*
 * What a server knows of one client. A pointer p with n <= slack bytes is in
 * the area when p - base < limit; slack is the largest bound of the interface's
 * parameters in that direction, and base..base + limit + slack is all mapped.
 */
struct abi_client {
	uint64_t to_base, to_limit;
	uint64_t from_base, from_limit;
	uint32_t client;	/* 0.. in the order of the system file */
	uint32_t provide;	/* which of the component's provided interfaces */
	uint64_t parameters;	/* address of the connection's constants, or 0 */
	/* One-way messages and notifications (the runtime's ring.h). */
	uint32_t to_slots, to_stride; /* message slots of its callers, */
	uint32_t from_slots, from_stride;
	uint32_t callers;	/* how many have rings, */
	uint32_t cells;		/* and how many notifications it knows */
	uint32_t notify;	/* slot of the capability for its first one, the
				   others follow; 0: it has no event */
	uint32_t ring_depth;	/* records of each of its rings */
	uint32_t notify_all;	/* 0; or so many capabilities tell of all of them:
				   the lower bits, then the higher ones */
	uint32_t methods;	/* address of the struct abi_methods that it may
				   call; 0: all of the interface's */
};

/*
 * Sessions: connections that a server makes at run time. Their slots and views
 * stand in its tables behind those that the manifest declares as free (struct
 * abi_domain_handle of its own domain), and are left alone by a restart.
 */
#define ABI_SESSION_SLOTS	6u	/* of each: runtime, session.c */
#define ABI_SESSION_VIEWS	2u	/* `to` and `from` */
/* Of a use that is attached: its portal's, and the server's event. */
#define ABI_ATTACH_SLOTS	2u

#endif
