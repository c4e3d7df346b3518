/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities: every use checks slot, type, generation and rights.
 */
#include "kernel.h"

#include <vesper/kernel/cap.h>

static struct cap_view view;

static int64_t require(uint64_t slot, enum abi_type type, unsigned rights)
{
	memset(&view, 0x55, sizeof(view));
	return cap_require(f.client, slot, type, rights, &view);
}

static void test_decoded(void)
{
	fixture_make();
	world_cap(f.client, SLOT_PORTAL, f.portal,
		  ABI_RIGHT_CALL | ABI_RIGHT_CONTROL, BADGE);
	CU_ASSERT_EQUAL(require(SLOT_PORTAL, ABI_TYPE_PORTAL, 0), OK);
	CU_ASSERT_PTR_EQUAL(view.object, f.portal);
	CU_ASSERT_EQUAL(view.badge, BADGE);
	CU_ASSERT_EQUAL(view.generation, 1);
	CU_ASSERT_EQUAL(view.type, ABI_TYPE_PORTAL);
	CU_ASSERT_EQUAL(view.rights, ABI_RIGHT_CALL | ABI_RIGHT_CONTROL);
}

static void test_slot_outside_of_table(void)
{
	fixture_make();
	CU_ASSERT_EQUAL(require(SLOTS, ABI_TYPE_PORTAL, 0), E_SLOT);
	CU_ASSERT_EQUAL(require(UINT64_MAX, ABI_TYPE_PORTAL, 0), E_SLOT);
	CU_ASSERT_EQUAL(require(UINT64_C(1) << 60, ABI_TYPE_PORTAL, 0),
			E_SLOT);
}

static void test_last_slot_of_table(void)
{
	fixture_make();
	world_cap(f.client, SLOTS - 1, f.portal, ABI_RIGHT_CALL, 0);
	CU_ASSERT_EQUAL(require(SLOTS - 1, ABI_TYPE_PORTAL, 0), OK);
}

static void test_empty_slot(void)
{
	fixture_make();
	CU_ASSERT_EQUAL(require(SLOT_EMPTY, ABI_TYPE_NONE, 0), E_SLOT);
}

static void test_stale_generation(void)
{
	fixture_make();
	f.portal->key += UINT64_C(1) << ABI_CAP_GENERATION_SHIFT;
	CU_ASSERT_EQUAL(require(SLOT_PORTAL, ABI_TYPE_PORTAL, 0), E_STALE);
	/* Neither is one from the future good. */
	f.portal->key -= UINT64_C(2) << ABI_CAP_GENERATION_SHIFT;
	CU_ASSERT_EQUAL(require(SLOT_PORTAL, ABI_TYPE_PORTAL, 0), E_STALE);
}

static void test_wrong_type(void)
{
	fixture_make();
	CU_ASSERT_EQUAL(require(SLOT_PORTAL, ABI_TYPE_POOL, 0), E_TYPE);
	CU_ASSERT_EQUAL(require(SLOT_DEBUG, ABI_TYPE_PORTAL, 0), E_TYPE);
}

static void test_missing_rights(void)
{
	unsigned rights = ABI_RIGHT_CALL | ABI_RIGHT_SHARE;

	fixture_make();
	world_cap(f.client, SLOT_PORTAL, f.portal, rights, 0);
	CU_ASSERT_EQUAL(require(SLOT_PORTAL, ABI_TYPE_PORTAL, rights), OK);
	CU_ASSERT_EQUAL(require(SLOT_PORTAL, ABI_TYPE_PORTAL,
				rights | ABI_RIGHT_WAIT), E_RIGHTS);
	CU_ASSERT_EQUAL(require(SLOT_PORTAL, ABI_TYPE_PORTAL,
				ABI_RIGHT_CONTROL), E_RIGHTS);
	world_cap(f.client, SLOT_PORTAL, f.portal, 0, 0);
	CU_ASSERT_EQUAL(require(SLOT_PORTAL, ABI_TYPE_PORTAL, 0), OK);
	CU_ASSERT_EQUAL(require(SLOT_PORTAL, ABI_TYPE_PORTAL, 1), E_RIGHTS);
}

void suite_cap(void)
{
	CU_pSuite suite = CU_add_suite("kernel: capabilities", NULL, NULL);

	CU_ADD_TEST(suite, test_decoded);
	CU_ADD_TEST(suite, test_slot_outside_of_table);
	CU_ADD_TEST(suite, test_last_slot_of_table);
	CU_ADD_TEST(suite, test_empty_slot);
	CU_ADD_TEST(suite, test_stale_generation);
	CU_ADD_TEST(suite, test_wrong_type);
	CU_ADD_TEST(suite, test_missing_rights);
}
