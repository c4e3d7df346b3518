/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities as parameters, on the host: each ownership there and back, then
 * each way in which one can be wrong, on both sides. The table is one for all
 * (vesper/transfer.h): the client's slots are below 16, the server's above.
 */
#include <CUnit/Basic.h>

#include <probe.idl.h>

enum { PROBE = 1, EVENT = 2, REGION = 3, DISK = 4, EXTRA = 5, FREE = 8,
       KEPT = 16, GIVEN = 17 };

#define RIGHTS	0xffu

static const probe_caps probe = { .slot = PROBE };
static unsigned seen_rights;
static uint64_t seen_slot;
static sys_block_disk given;

/* ---- the server --------------------------------------------------------- */

vesper_status probe_caps_serve_lend(const vesper_client *client,
	vesper_region_borrowed r, uint32_t *rights)
{
	(void)client;
	*rights = vesper_host_rights(r.slot);
	return vesper_cap_move(r.slot, KEPT) == E_STATE ? OK : E_STATE;
}

vesper_status probe_caps_serve_keep(const vesper_client *client,
				    vesper_event_owned e)
{
	(void)client;
	return vesper_cap_move(e.slot, KEPT);
}

vesper_status probe_caps_serve_refuse(const vesper_client *client,
				      vesper_event_owned e)
{
	(void)client;
	(void)e;
	return E_STATE;
}

vesper_status probe_caps_serve_copied(const vesper_client *client,
	vesper_event_owned e, uint32_t *rights)
{
	(void)client;
	*rights = seen_rights = vesper_host_rights(e.slot);
	return OK;
}

vesper_status probe_caps_serve_maybe(const vesper_client *client,
	sys_block_disk_borrowed d, uint32_t n, bool *came, uint32_t *twice)
{
	(void)client;
	seen_slot = d.slot;
	*came = d.slot != 0;
	*twice = 2 * n;
	return OK;
}

vesper_status probe_caps_serve_give(const vesper_client *client, uint32_t what,
				    sys_block_disk *d)
{
	(void)client;
	(void)what;
	*d = given;
	return OK;
}

vesper_status probe_caps_serve_three(const vesper_client *client,
	vesper_event_borrowed e, vesper_event_owned *kept,
	vesper_event_cap *other)
{
	(void)client;
	(void)e;
	kept->slot = KEPT;
	other->slot = given.slot;
	return OK;
}

vesper_status probe_caps_serve_base(const vesper_client *client,
	sys_object_borrowed o, uint32_t *version)
{
	(void)client;
	*version = o.slot == vesper_landed(0) ? 1 : 0;
	return OK;
}

/* ---- the client --------------------------------------------------------- */

static void set_up(void)
{
	vesper_host_connect(PROBE, probe_caps_dispatch, NULL);
	for (uint64_t slot = EVENT; slot < VESPER_HOST_SLOTS; slot++)
		vesper_host_cap(slot, ABI_TYPE_NONE, 0, NULL);
	vesper_host_cap(EVENT, ABI_TYPE_EVENT, RIGHTS, NULL);
	vesper_host_cap(REGION, ABI_TYPE_REGION, RIGHTS, NULL);
	vesper_host_cap(DISK, ABI_TYPE_PORTAL, RIGHTS, "sys_block_disk");
	vesper_host_cap(EXTRA, ABI_TYPE_PORTAL, RIGHTS, "probe_extra");
	given = (sys_block_disk){ .slot = 0 };
}

static void test_borrowed(void)
{
	uint32_t rights = 7;

	set_up();
	CU_ASSERT_EQUAL(probe_caps_lend(probe, (vesper_region_borrowed){
		REGION }, &rights), OK);
	CU_ASSERT_EQUAL(rights, RIGHTS);
	CU_ASSERT_EQUAL(vesper_host_type(REGION), ABI_TYPE_REGION);
	CU_ASSERT_EQUAL(vesper_host_type(KEPT), ABI_TYPE_NONE);
	CU_ASSERT_EQUAL(vesper_host_type(vesper_landed(0)), ABI_TYPE_NONE);
}

static void test_wrong_type_or_rights(void)
{
	uint32_t rights = 7;

	set_up();
	CU_ASSERT_EQUAL(probe_caps_lend(probe, (vesper_region_borrowed){
		EVENT }, &rights), E_CAP);
	CU_ASSERT_EQUAL(rights, 0);
	for (unsigned right = 1; right <= RIGHTS; right <<= 1) {
		vesper_host_cap(REGION, ABI_TYPE_REGION, right, NULL);
		CU_ASSERT_EQUAL(probe_caps_lend(probe,
			(vesper_region_borrowed){ REGION }, &rights),
			right == ABI_RIGHT_READ ? OK : E_CAP);
	}
}

/* A slot that no field of a message can name is found by the stub. */
static void test_no_slot(void)
{
	static const uint64_t bad[] = { 0, 0x1000, ABI_NO_SLOT, UINT64_MAX };
	uint32_t rights = 7;

	set_up();
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		sys_block_disk_owned d = { 9 };

		CU_ASSERT_EQUAL(probe_caps_lend(probe,
			(vesper_region_borrowed){ bad[i] }, &rights), E_CAP);
		CU_ASSERT_EQUAL(rights, 0);
		rights = 7;
		CU_ASSERT_EQUAL(probe_caps_give(probe, 0, bad[i], &d), E_CAP);
		CU_ASSERT_EQUAL(d.slot, 0);
	}
}

static void test_owned(void)
{
	vesper_event_owned mine = { EVENT };

	set_up();
	CU_ASSERT_EQUAL(probe_caps_refuse(probe, mine), E_STATE);
	CU_ASSERT_EQUAL(vesper_host_type(EVENT), ABI_TYPE_EVENT);
	CU_ASSERT_EQUAL(probe_caps_keep(probe, mine), OK);
	CU_ASSERT_EQUAL(vesper_host_type(EVENT), ABI_TYPE_NONE);
	CU_ASSERT_EQUAL(vesper_host_type(KEPT), ABI_TYPE_EVENT);
}

static void test_copied(void)
{
	uint32_t rights;

	set_up();
	CU_ASSERT_EQUAL(probe_caps_copied(probe, (vesper_event_cap){ EVENT },
					  &rights), OK);
	CU_ASSERT(rights == RIGHTS && seen_rights == RIGHTS);
	CU_ASSERT_EQUAL(vesper_host_type(EVENT), ABI_TYPE_EVENT);
	vesper_host_cap(EVENT, ABI_TYPE_EVENT, ABI_RIGHT_SIGNAL, NULL);
	CU_ASSERT_EQUAL(probe_caps_copied(probe, (vesper_event_cap){ EVENT },
					  &rights), E_RIGHTS);
}

static void test_optional(void)
{
	bool came;
	uint32_t twice;

	set_up();
	CU_ASSERT_EQUAL(probe_caps_maybe(probe, sys_block_disk_plain_lend(
		(sys_block_disk){ .slot = DISK }), 3, &came, &twice), OK);
	CU_ASSERT(came && twice == 6 && seen_slot == vesper_landed(0));
	CU_ASSERT_EQUAL(probe_caps_maybe(probe, (sys_block_disk_borrowed){ 0 },
					 4, &came, &twice), OK);
	CU_ASSERT(!came && twice == 8);
	/* As of a use that is not connected. */
	CU_ASSERT_EQUAL(probe_caps_maybe(probe, (sys_block_disk_borrowed){
		ABI_NO_SLOT }, 4, &came, &twice), OK);
	CU_ASSERT_FALSE(came);
	CU_ASSERT_EQUAL(probe_caps_maybe(probe, (sys_block_disk_borrowed){
		EXTRA }, 4, &came, &twice), E_CAP);
	CU_ASSERT_EQUAL(twice, 0);
}

static void give(uint64_t slot, vesper_status want)
{
	sys_block_disk_owned d = { 99 };

	given.slot = slot;
	CU_ASSERT_EQUAL(probe_caps_give(probe, 0, FREE, &d), want);
	CU_ASSERT_EQUAL(d.slot, want == OK ? FREE : 0);
	CU_ASSERT_EQUAL(vesper_host_type(FREE) != ABI_TYPE_NONE, want == OK);
	(void)vesper_cap_delete(FREE);
}

static void test_results(void)
{
	set_up();
	give(DISK, OK);
	give(EXTRA, E_RESULT);
	give(EVENT, E_RESULT);
	give(0, E_SERVER);
	give(UINT64_MAX, E_SERVER);
	vesper_host_cap(DISK, ABI_TYPE_PORTAL, ABI_RIGHT_SHARE,
			"sys_block_disk");
	give(DISK, E_RESULT);
}

static void test_three(void)
{
	vesper_event_owned kept, other;

	set_up();
	vesper_host_cap(KEPT, ABI_TYPE_EVENT, RIGHTS, NULL);
	CU_ASSERT_EQUAL(probe_caps_three(probe, (vesper_event_borrowed){
		EVENT }, FREE, &kept, FREE + 1, &other), OK);
	CU_ASSERT(kept.slot == FREE && other.slot == 0);
	CU_ASSERT_EQUAL(vesper_host_type(KEPT), ABI_TYPE_NONE);
	/* The second is wrong: the first does not stay either. */
	set_up();
	vesper_host_cap(KEPT, ABI_TYPE_EVENT, RIGHTS, NULL);
	vesper_host_cap(GIVEN, ABI_TYPE_REGION, RIGHTS, NULL);
	given.slot = GIVEN;
	CU_ASSERT_EQUAL(probe_caps_three(probe, (vesper_event_borrowed){
		EVENT }, FREE, &kept, FREE + 1, &other), E_RESULT);
	CU_ASSERT(kept.slot == 0 && other.slot == 0);
	CU_ASSERT_EQUAL(vesper_host_type(FREE), ABI_TYPE_NONE);
	CU_ASSERT_EQUAL(vesper_host_type(FREE + 1), ABI_TYPE_NONE);
}

/* A message that no kernel delivers must not pass either. */
static void test_check_alone(void)
{
	struct vesper_message m = { 0 };
	struct probe_caps_lend_request request;

	set_up();
	for (unsigned seen = 0; seen < 0x10000; seen++) {
		bool good = (seen & 0xff) == ABI_TYPE_REGION &&
			    (seen >> 8 & ABI_RIGHT_READ);

		m.caps = (uint64_t)seen << ABI_FIELD_SHIFT(0);
		if (probe_caps_lend_check(NULL, &m, &request) !=
		    (good ? OK : E_CAP))
			CU_FAIL("a field that is judged wrong");
	}
	m.caps = (uint64_t)(ABI_TYPE_REGION | RIGHTS << 8) <<
		 ABI_FIELD_SHIFT(1);
	CU_ASSERT_EQUAL(probe_caps_lend_check(NULL, &m, &request), E_CAP);
}

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite("capabilities", NULL, NULL);
	CU_add_test(suite, "borrowed", test_borrowed);
	CU_add_test(suite, "wrong type or rights", test_wrong_type_or_rights);
	CU_add_test(suite, "no slot", test_no_slot);
	CU_add_test(suite, "owned", test_owned);
	CU_add_test(suite, "copied", test_copied);
	CU_add_test(suite, "optional", test_optional);
	CU_add_test(suite, "results", test_results);
	CU_add_test(suite, "three", test_three);
	CU_add_test(suite, "check alone", test_check_alone);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures != 0;
}
