/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Sessions: connections that a server makes at run time, `provides NAME :
 * INTERFACE { sessions COUNT; }`.
 *
 *	free -> open (vesper_session_open) -> [closing] -> free
 *
 * Each is a portal of its own, so its end is the end of every capability for it,
 * and a record like that of a declared client, in the server's own memory: its
 * address is the badge. The client gives it memory by method ABI_METHOD_ATTACH
 * (attach.h). What the server then relies on cannot be taken back by the client: a
 * region is refused whose capability is under a grant, or that was made.
 *
 * All of this is done under the monitor's token. A call that waits gives the
 * token away, so a session counts the calls in it: it keeps its memory while it
 * has any, and is closed at the end of the last.
 */
#ifndef VESPER_SESSION_H
#define VESPER_SESSION_H

#include <vesper/attach.h>
#include <vesper/object.h>

enum vesper_session_state {
	VESPER_SESSION_FREE,
	VESPER_SESSION_OPEN,
	VESPER_SESSION_CLOSING,
};

struct vesper_session {
	vesper_client client;	/* first: its address is the badge */
	uint64_t place;		/* of its portal in the factory */
	uint32_t calls;		/* that are in it */
	uint16_t state;		/* enum vesper_session_state */
	bool is_attached;
};

/* Those of one provided interface. */
struct vesper_sessions {
	struct vesper_session *list;
	uint32_t count;
	uint32_t first;		/* among the component's */
	uint32_t provide;	/* among the provided interfaces */
	bool *are_known;	/* false since the component's (re)start */
	const uint64_t *factory;
	const uint64_t *event;	/* told of one-way messages, or NULL */
	const vesper_domain *domain; /* its own */
	uint64_t entry;		/* of the portals */
	uint64_t time;		/* that a call may take, ns; 0 = any */
	struct vesper_attach needs;
};

/*
 * Open session n: E_ARGUMENT if there is none, E_STATE if it is not free. It has
 * the settings and methods of `like`, a client's record, or all methods. *slot: a
 * capability to be moved to the client, which can call where that is on a lower
 * level.
 */
vesper_status vesper_session_open(const struct vesper_sessions *all, uint32_t n,
				  const vesper_client *like, uint64_t *slot);

/* No capability leads there any more; E_STATE if it is not open. It is free when
   the calls in it have ended. */
vesper_status vesper_session_close(const struct vesper_sessions *all,
				   uint32_t n);

/* Around a call, or whatever looks into its memory: false if it is not open. */
bool vesper_session_begin(struct vesper_session *session);
void vesper_session_end(const struct vesper_sessions *all,
			struct vesper_session *session);

/* The same by a vp of the server, which may have the token already: false if there
   is no memory, too, so that nobody gives it any meanwhile. */
bool vesper_session_pin(const struct vesper_sessions *all,
			struct vesper_session *session);
void vesper_session_unpin(const struct vesper_sessions *all,
			  struct vesper_session *session);

/* Method ABI_METHOD_ATTACH. */
vesper_status vesper_session_attach(const struct vesper_sessions *all,
				    struct vesper_session *session,
				    struct vesper_message *m);

/* The dispatch of a provided interface's sessions. */
#define VESPER_SESSION_DISPATCH(name, interface)                              \
	static inline vesper_status                                           \
	vesper_session_run_##name(struct vesper_session *session,             \
				  uint32_t method, struct vesper_message *m)  \
	{                                                                     \
		vesper_status status;                                         \
		if (!vesper_session_begin(session)) {                         \
			*m = (struct vesper_message){ 0 };                    \
			return E_STATE;                                       \
		}                                                             \
		if (method == ABI_METHOD_ATTACH) {                            \
			status = vesper_session_attach(&name##_session_all,   \
						       session, m);           \
		} else if (vesper_client_may(&session->client, method)) {     \
			status = interface##_dispatch(&session->client,       \
						      method, m);             \
		} else {                                                      \
			*m = (struct vesper_message){ 0 };                    \
			status = E_METHOD;                                    \
		}                                                             \
		vesper_session_end(&name##_session_all, session);             \
		return status;                                                \
	}

/* What a component sees of them: NAME_session_open() and so on. */
#define VESPER_SESSIONS(name, interface, number)                              \
	enum { name##_sessions = number };                                    \
	extern struct vesper_session name##_session_list[number];             \
	extern const struct vesper_sessions name##_session_all;               \
	static inline __attribute__((warn_unused_result)) vesper_status       \
	name##_session_open(uint32_t n, const vesper_client *like,            \
			    interface##_owned *made)                          \
	{                                                                     \
		return vesper_session_open(&name##_session_all, n, like,      \
					   &made->slot);                      \
	}                                                                     \
	static inline vesper_status name##_session_close(uint32_t n)          \
	{                                                                     \
		return vesper_session_close(&name##_session_all, n);          \
	}                                                                     \
	/* Which session a client is: NAME_sessions if it is a declared one. */ \
	static inline uint32_t                                                \
	name##_session_number(const vesper_client *client)                    \
	{                                                                     \
		uintptr_t offset = (uintptr_t)client -                        \
			(uintptr_t)name##_session_list;                       \
		return offset < sizeof(name##_session_list) ?                 \
			(uint32_t)(offset / sizeof(struct vesper_session)) :  \
			name##_sessions;                                      \
	}

/*
 * What they have sent one way, for the vp that has taken the bits. They keep
 * their memory meanwhile, whoever closes them.
 */
#define VESPER_SESSION_DRAIN(name, interface)                                 \
	static inline uint64_t name##_session_drain(uint64_t bits)            \
	{                                                                     \
		uint64_t left = 0;                                            \
		for (uint32_t n = 0; n < name##_sessions; n++) {              \
			struct vesper_session *session =                      \
				&name##_session_list[n];                      \
			uint64_t bit = UINT64_C(1) << n % 32;                 \
			if ((bits & bit) == 0 ||                              \
			    !vesper_session_pin(&name##_session_all, session)) \
				continue;                                     \
			if (interface##_drain(&session->client))              \
				left |= bit;                                  \
			vesper_session_unpin(&name##_session_all, session);   \
		}                                                             \
		return left;                                                  \
	}

/* Their portal's entry, once. */
#define VESPER_SESSION_PORTAL(name, interface)                                \
	VESPER_SESSION_DISPATCH(name, interface)                              \
	VESPER_PORTAL_FIELDS(vesper_session_##name,                           \
			     vesper_session_fields_##name)                    \
	_Noreturn void vesper_session_##name(void);                           \
	_Noreturn void vesper_session_fields_##name(                          \
		uint64_t entry, uint64_t w1, uint64_t w2, uint64_t w3,        \
		uint64_t w4, uint64_t w5, uint64_t w6, uint64_t w7,           \
		uint64_t fields);                                             \
	_Noreturn void vesper_session_fields_##name(                          \
		uint64_t entry, uint64_t w1, uint64_t w2, uint64_t w3,        \
		uint64_t w4, uint64_t w5, uint64_t w6, uint64_t w7,           \
		uint64_t fields)                                              \
	{                                                                     \
		struct vesper_message m = { w1, w2, w3, w4, w5, w6, w7,       \
					    fields };                         \
		vesper_status status = vesper_session_run_##name(             \
			(struct vesper_session *)(uintptr_t)(uint32_t)entry,  \
			(uint32_t)(entry >> 32), &m);                         \
		if (m.caps) {                                                 \
			(void)vesper_reply_cap(status, &m, m.caps);           \
			m = (struct vesper_message){ 0 };                     \
			status = E_SERVER;                                    \
		}                                                             \
		vesper_reply(status, &m);                                     \
	}

/* The records themselves, once; event_: NAME_event's address or NULL. */
#define VESPER_SESSION_LIST(name, interface, first_, provide_, time_, event_) \
	struct vesper_session name##_session_list[name##_sessions];           \
	static bool name##_sessions_known;                                    \
	const struct vesper_sessions name##_session_all = {                   \
		.list = name##_session_list, .count = name##_sessions,        \
		.first = first_, .provide = provide_,                         \
		.are_known = &name##_sessions_known,                          \
		.factory = &name##_session_factory, .event = event_,          \
		.domain = &name##_session_domain,                             \
		.entry = (uint64_t)(uintptr_t)vesper_session_##name,          \
		.time = time_, .needs = interface##_ATTACH,                   \
	};

#endif
