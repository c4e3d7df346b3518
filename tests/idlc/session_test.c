/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Sessions and attach on the host, under sanitizers: what a client may say, and
 * what it may not; then a hundred thousand requests of which nobody has thought,
 * where the server must look at no memory but the session's.
 */
#include <CUnit/Basic.h>

#include <vesper/session.h>
#define VESPER_DOUBLES
#include <sessions.doubles.h>

enum { PAGES = 8, SIZE = PAGES * 4096, CALLERS = 2 };
/* Slots: the server's event, and the first of its sessions. */
enum { BELL = 4, FIRST = 16 };
enum { ALL_RIGHTS = 0xfe };

enum { store_sessions = 2 };
static struct vesper_session store_session_list[store_sessions];
static const uint64_t factory = 5, bell = BELL;
static const vesper_domain domain = { .slot = 6, .slots = FIRST };
static bool are_known;
static const struct vesper_sessions store_session_all = {
	.list = store_session_list, .count = store_sessions,
	.are_known = &are_known, .factory = &factory, .event = &bell,
	.domain = &domain, .needs = sessions_store_ATTACH,
};
VESPER_SESSION_DISPATCH(store, sessions_store)

static uint32_t to, from;
static struct vesper_session *const session = &store_session_list[1];
static uint64_t slot;

/* As the kernel would take a message to the session. */
static vesper_status call(uint32_t method, struct vesper_message *m)
{
	vesper_status status;

	status = vesper_session_run_store(session, method, m);
	for (unsigned i = 0; i < ABI_FIELDS; i++)
		vesper_host_cap(vesper_landed(i), ABI_TYPE_NONE, 0, NULL);
	return status;
}

static void land_region(struct vesper_message *m, unsigned i, unsigned rights,
			uint64_t address, uint64_t pages, uint64_t flags)
{
	vesper_host_region(vesper_landed(i), rights, address, pages, flags);
	m->caps |= (uint64_t)(ABI_TYPE_REGION | rights << 8) <<
		   ABI_FIELD_SHIFT(i);
}

static struct vesper_message offer(void)
{
	struct vesper_message m = {
		.w1 = VESPER_ATTACH_MEMORY, .w2 = to, .w3 = from, .w4 = CALLERS,
		.w5 = SESSIONS_STORE_TO_SLOT |
		      (uint64_t)SESSIONS_STORE_FROM_SLOT << 32,
		.w6 = 1 | (uint64_t)SESSIONS_STORE_RING_DEPTH << 32,
	};

	land_region(&m, 0, ALL_RIGHTS, to, PAGES, 0);
	land_region(&m, 1, ALL_RIGHTS, from, PAGES, 0);
	return m;
}

static vesper_status attach(void)
{
	struct vesper_message m = offer();

	return call(ABI_METHOD_ATTACH, &m);
}

static vesper_status detach(void)
{
	struct vesper_message m = { .w1 = VESPER_ATTACH_DETACH };

	return call(ABI_METHOD_ATTACH, &m);
}

static void begin(void)
{
	if (session->state == VESPER_SESSION_OPEN)
		(void)vesper_session_close(&store_session_all, 1);
	for (unsigned i = 0; i < VESPER_HOST_SLOTS; i++)
		vesper_host_cap(i, ABI_TYPE_NONE, 0, NULL);
	vesper_host_cap(BELL, ABI_TYPE_EVENT, ALL_RIGHTS, NULL);
	CU_ASSERT_EQUAL(vesper_session_open(&store_session_all, 1, NULL,
					    &slot), OK);
	CU_ASSERT_EQUAL(slot, FIRST + ABI_SESSION_SLOTS);
}

static void test_open_and_close(void)
{
	uint64_t other;

	begin();
	CU_ASSERT_EQUAL(vesper_host_type(slot), ABI_TYPE_PORTAL);
	CU_ASSERT_EQUAL(vesper_session_open(&store_session_all, 1, NULL,
					    &other), E_STATE);
	CU_ASSERT_EQUAL(vesper_session_open(&store_session_all, 2, NULL,
					    &other), E_ARGUMENT);
	CU_ASSERT_EQUAL(vesper_session_close(&store_session_all, 0), E_STATE);
	CU_ASSERT_EQUAL(attach(), OK);
	CU_ASSERT_EQUAL(vesper_host_views(), 2);
	CU_ASSERT_EQUAL(vesper_session_close(&store_session_all, 1), OK);
	CU_ASSERT_EQUAL(vesper_host_views(), 0);
	CU_ASSERT_EQUAL(vesper_host_type(slot), ABI_TYPE_NONE);
	CU_ASSERT_EQUAL(attach(), E_STATE);
}

/* A call that waits for an event lets others in. */
static void test_close_while_a_call_is_in_it(void)
{
	begin();
	CU_ASSERT_EQUAL(attach(), OK);
	CU_ASSERT_TRUE(vesper_session_begin(session));
	CU_ASSERT_EQUAL(detach(), E_STATE);
	CU_ASSERT_EQUAL(vesper_session_close(&store_session_all, 1), OK);
	CU_ASSERT_EQUAL(vesper_host_views(), 2);
	CU_ASSERT_FALSE(vesper_session_begin(session));
	CU_ASSERT_EQUAL(vesper_session_open(&store_session_all, 1, NULL,
					    &slot), E_STATE);
	vesper_session_end(&store_session_all, session);
	CU_ASSERT_EQUAL(vesper_host_views(), 0);
	CU_ASSERT_EQUAL(session->state, VESPER_SESSION_FREE);
}

/* What the client of like's record may not call it may not call over a session,
 * attached or not. */
static void test_methods_of_a_session(void)
{
	struct abi_methods *methods = (void *)(uintptr_t)vesper_host_area(4096);
	struct vesper_message m = { 0 };
	vesper_client like;

	begin();
	CU_ASSERT_EQUAL(vesper_session_close(&store_session_all, 1), OK);
	methods->count = SESSIONS_STORE_WHO_METHOD + 1;
	methods->bits[0] = 1u << SESSIONS_STORE_WHO_METHOD;
	like = (vesper_client){ .methods = (uint32_t)vesper_word(methods) };
	CU_ASSERT_EQUAL(vesper_session_open(&store_session_all, 1, &like,
					    &slot), OK);
	for (unsigned i = 0; i < 3; i++) {
		CU_ASSERT_EQUAL(call(SESSIONS_STORE_WHO_METHOD, &m), OK);
		m = (struct vesper_message){ .w1 = 5 };
		CU_ASSERT_EQUAL(call(SESSIONS_STORE_HELD_METHOD, &m), E_METHOD);
		CU_ASSERT_EQUAL(m.w1, 0);
		CU_ASSERT_EQUAL(session->calls, 0);
		CU_ASSERT_EQUAL(i == 1 ? detach() : attach(),
				i == 2 ? E_STATE : OK);
		if (i == 1)
			CU_ASSERT_EQUAL(attach(), OK);
	}
}

/* The server's vp looks at nothing that is just being attached. */
static void test_pin_before_there_is_memory(void)
{
	begin();
	CU_ASSERT_FALSE(vesper_session_pin(&store_session_all, session));
	CU_ASSERT_EQUAL(session->calls, 0);
	CU_ASSERT_EQUAL(attach(), OK);
	CU_ASSERT_TRUE(vesper_session_pin(&store_session_all, session));
	CU_ASSERT_EQUAL(detach(), E_STATE);
	vesper_session_unpin(&store_session_all, session);
	CU_ASSERT_EQUAL(detach(), OK);
}

/* The kernel has kept what the server's last life had. */
static void test_what_a_restart_leaves_goes(void)
{
	begin();
	CU_ASSERT_EQUAL(attach(), OK);
	are_known = false;
	*session = (struct vesper_session){ 0 };
	CU_ASSERT_EQUAL(attach(), E_STATE);
	CU_ASSERT_EQUAL(vesper_session_open(&store_session_all, 1, NULL,
					    &slot), OK);
	CU_ASSERT_EQUAL(vesper_host_views(), 0);
	CU_ASSERT_EQUAL(attach(), OK);
}

#define LIE(field, value, want) do {                                          \
	struct vesper_message m = offer();                                    \
	m.field = (value);                                                    \
	CU_ASSERT_EQUAL(call(ABI_METHOD_ATTACH, &m), want);                   \
	CU_ASSERT_EQUAL(vesper_host_views(), 0);                              \
	CU_ASSERT_FALSE(session->is_attached);                                \
} while (0)

static void test_numbers_that_are_not_so(void)
{
	uint64_t last = SIZE - store_session_all.needs.to_slack;

	begin();
	LIE(w2, to + 4u, E_ALIGN);
	LIE(w2, to - 8u, E_BOUNDS);
	LIE(w2, to + last, E_BOUNDS);
	LIE(w2, UINT64_MAX - 7, E_BOUNDS);
	LIE(w4, 0, E_BOUNDS);
	LIE(w4, 1025, E_BOUNDS);
	LIE(w5, 0, E_BOUNDS);
	LIE(w5, UINT64_MAX, E_BOUNDS);
	LIE(w6, 2, E_BOUNDS);
	LIE(w6, 1 | UINT64_C(3) << 32, E_BOUNDS);
	LIE(w6, 1 | UINT64_C(0x80000000) << 32, E_BOUNDS);
	LIE(w1, 4, E_ARGUMENT);
	LIE(w1, UINT64_MAX, E_ARGUMENT);
	CU_ASSERT_EQUAL(attach(), OK);
}

static vesper_status attach_to(unsigned rights, uint64_t pages, uint64_t flags)
{
	struct vesper_message m = offer();

	m.caps &= ~(UINT64_C(0xffff) << ABI_FIELD_SHIFT(0));
	land_region(&m, 0, rights, to, pages, flags);
	return call(ABI_METHOD_ATTACH, &m);
}

static void test_regions_that_will_not_do(void)
{
	struct vesper_message m = offer();

	begin();
	CU_ASSERT_EQUAL(attach_to(ABI_RIGHT_READ, PAGES, 0), E_CAP);
	CU_ASSERT_EQUAL(attach_to(ABI_RIGHT_SHARE, PAGES, 0), E_CAP);
	CU_ASSERT_EQUAL(attach_to(ALL_RIGHTS, PAGES, ABI_CAP_GRANTED), E_CAP);
	CU_ASSERT_EQUAL(attach_to(ALL_RIGHTS, PAGES, ABI_CAP_LENT), E_CAP);
	CU_ASSERT_EQUAL(attach_to(ALL_RIGHTS, PAGES, ABI_KEY_LOOSE), E_CAP);
	CU_ASSERT_EQUAL(attach_to(ALL_RIGHTS, 1, 0), E_BOUNDS);
	CU_ASSERT_EQUAL(attach_to(ALL_RIGHTS, 0, 0), E_BOUNDS);
	CU_ASSERT_EQUAL(attach_to(ALL_RIGHTS, 16 * 512 + 1, 0), E_BOUNDS);
	m.caps = 0;
	CU_ASSERT_EQUAL(call(ABI_METHOD_ATTACH, &m), E_CAP);
	/* One region for both. */
	m = offer();
	land_region(&m, 1, ALL_RIGHTS, to, PAGES, 0);
	m.w3 = to;
	CU_ASSERT_EQUAL(call(ABI_METHOD_ATTACH, &m), E_STATE);
	CU_ASSERT_EQUAL(vesper_host_views(), 0);
}

static void test_events(void)
{
	struct vesper_message m = { .w1 = VESPER_ATTACH_RINGS };

	begin();
	CU_ASSERT_EQUAL(call(ABI_METHOD_ATTACH, &m), E_STATE);
	CU_ASSERT_EQUAL(attach(), OK);
	m = (struct vesper_message){ .w1 = VESPER_ATTACH_RINGS };
	CU_ASSERT_EQUAL(call(ABI_METHOD_ATTACH, &m), OK);
	CU_ASSERT_NOT_EQUAL(m.caps, 0);
	m = (struct vesper_message){ .w1 = VESPER_ATTACH_NOTIFY };
	CU_ASSERT_EQUAL(call(ABI_METHOD_ATTACH, &m), E_CAP);
	for (unsigned i = 0; i < 3; i++) {
		m = (struct vesper_message){ .w1 = VESPER_ATTACH_NOTIFY,
			.caps = (ABI_TYPE_EVENT | ABI_RIGHT_SIGNAL << 8) <<
				ABI_FIELD_SHIFT(0) };
		vesper_host_cap(vesper_landed(0), ABI_TYPE_EVENT,
				ABI_RIGHT_SIGNAL, NULL);
		CU_ASSERT_EQUAL(call(ABI_METHOD_ATTACH, &m),
				i < 2 ? OK : E_STATE);
	}
	CU_ASSERT_EQUAL(sessions_store_notify_told(&session->client, 7), OK);
	CU_ASSERT_EQUAL(vesper_host_signals(session->client.notify), 1);
	CU_ASSERT_EQUAL(vesper_host_signals(session->client.notify + 1), 1);
	CU_ASSERT_EQUAL(detach(), OK);
	CU_ASSERT_EQUAL(session->client.notify, 0);
}

/* ---- what nobody has thought of -------------------------------------------- */

static uint64_t state = 88172645463325252;

static uint64_t any(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* Often something that could be right. */
static uint64_t word(void)
{
	switch (any() % 8) {
	case 0: return to + any() % SIZE;
	case 1: return from + any() % SIZE;
	case 2: return any() % 64;
	case 3: return any();
	case 4: return to;
	case 5: return from;
	default: return any() % 5000;
	}
}

static void any_capability(struct vesper_message *m, unsigned i)
{
	unsigned rights = any() % 4 ? ALL_RIGHTS : (unsigned)any() & 0xff;
	uint64_t flags = any() % 4 ? 0 : any() % 32;

	switch (any() % 4) {
	case 0:
		break;
	case 1:
		vesper_host_cap(vesper_landed(i), ABI_TYPE_EVENT, rights, NULL);
		m->caps |= (uint64_t)(ABI_TYPE_EVENT | rights << 8) <<
			   ABI_FIELD_SHIFT(i);
		break;
	default:
		land_region(m, i, rights, any() % 2 ? to : from,
			    any() % 8 ? PAGES : any() % PAGES, flags);
	}
}

/* The sanitizers, and the pages behind the areas that are not there, judge. */
static void test_any_requests(void)
{
	unsigned attached = 0, served = 0;

	begin();
	for (unsigned n = 0; n < 100000; n++) {
		struct vesper_message m = any() % 2 ? offer() :
			(struct vesper_message){ 0 };
		uint64_t *words = &m.w1;
		uint32_t method = any() % 2 ? ABI_METHOD_ATTACH :
					      (uint32_t)(any() % 20);
		vesper_status status;

		if (method != ABI_METHOD_ATTACH)
			m = (struct vesper_message){ 0 };
		if (method != ABI_METHOD_ATTACH || any() % 2)
			for (uint64_t i = any() % 7; i < 7; i += 1 + any() % 7)
				words[i] = word();
		if (any() % 3 == 0)
			for (unsigned i = 0; i < ABI_FIELDS; i++)
				any_capability(&m, i);
		if (method == SESSIONS_STORE_DIE_METHOD)
			continue;
		status = call(method, &m);
		CU_ASSERT_TRUE(status >= STATUS_SYSTEM_MIN);
		served += status == OK && method != ABI_METHOD_ATTACH;
		attached += session->is_attached;
		if (session->is_attached)
			(void)sessions_store_drain(&session->client);
		CU_ASSERT_EQUAL(session->calls, 0);
		if (any() % 16 == 0)
			(void)detach();
		if (any() % 64 == 0)
			begin();
	}
	CU_ASSERT_TRUE(attached > 1000 && served > 1000);
}

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	to = vesper_host_area(SIZE);
	from = vesper_host_area(SIZE);
	suite = CU_add_suite("sessions", NULL, NULL);
	CU_ADD_TEST(suite, test_open_and_close);
	CU_ADD_TEST(suite, test_close_while_a_call_is_in_it);
	CU_ADD_TEST(suite, test_methods_of_a_session);
	CU_ADD_TEST(suite, test_pin_before_there_is_memory);
	CU_ADD_TEST(suite, test_what_a_restart_leaves_goes);
	CU_ADD_TEST(suite, test_numbers_that_are_not_so);
	CU_ADD_TEST(suite, test_regions_that_will_not_do);
	CU_ADD_TEST(suite, test_events);
	CU_ADD_TEST(suite, test_any_requests);
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures != 0;
}
