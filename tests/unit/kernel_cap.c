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
	f.vp->context.x[0] = slot;
	return cap_require(f.vp, 0, type, rights, &view);
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

static int64_t operate(uint64_t slot, uint64_t operation, uint64_t x1,
		       uint64_t x2, uint64_t x3)
{
	regs()[0] = slot;
	regs()[8] = operation;
	regs()[1] = x1;
	regs()[2] = x2;
	regs()[3] = x3;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	return status();
}

/* In a domain with floating point, calls leave the fast path. */
static void test_copy_in_a_domain_with_fp(void)
{
	fixture_boot();
	CU_ASSERT_EQUAL(operate(SLOT_PORTAL, ABI_CAP_COPY, SLOT_EMPTY,
				UINT64_MAX, 0), OK);
	CU_ASSERT_EQUAL(world_slot(f.client, SLOT_EMPTY)->key & ABI_CAP_SLOW,
			0);
	f.client->fp = 1;
	CU_ASSERT_EQUAL(operate(SLOT_PORTAL, ABI_CAP_COPY, SLOT_EMPTY + 1,
				UINT64_MAX, 0), OK);
	CU_ASSERT_NOT_EQUAL(world_slot(f.client, SLOT_EMPTY + 1)->key &
			    ABI_CAP_SLOW, 0);
}

/* What is lent ends with its call, wherever one tries to put it. */
static void test_lent_stays_where_it_is(void)
{
	fixture_boot();
	world_cap(f.client, SLOT_EMPTY, f.portal,
		  ABI_RIGHT_CALL | ABI_RIGHT_CONTROL | ABI_RIGHT_SHARE, 0);
	world_slot(f.client, SLOT_EMPTY)->key |= ABI_CAP_LENT;
	world_cap(f.client, SLOT_EMPTY + 1, f.server, ABI_RIGHT_CONTROL, 0);
	CU_ASSERT_EQUAL(operate(SLOT_EMPTY, ABI_CAP_COPY, 7, 0xff, 0),
			E_STATE);
	CU_ASSERT_EQUAL(operate(SLOT_EMPTY, ABI_CAP_MINT, 7, 0xff, 1),
			E_STATE);
	CU_ASSERT_EQUAL(operate(SLOT_EMPTY, ABI_CAP_MOVE, 7, 0, 0), E_STATE);
	CU_ASSERT_EQUAL(operate(SLOT_EMPTY + 1, ABI_DOMAIN_INSTALL,
				SLOT_EMPTY, 7, 0xff), E_STATE);
	CU_ASSERT_EQUAL(world_slot(f.client, 7)->key, 0);
	CU_ASSERT_EQUAL(world_slot(f.server, 7)->key, 0);
	CU_ASSERT_EQUAL(operate(SLOT_EMPTY, ABI_CAP_DELETE, 0, 0, 0), OK);
}

static uint64_t rights_in(const struct abi_domain *domain, uint64_t slot)
{
	return (world_slot(domain, slot)->key & ABI_CAP_RIGHTS_MASK) >>
	       ABI_CAP_RIGHTS_SHIFT;
}

/* CONTROL of a portal makes callers, but none where the call would not go up. */
static void test_control_with_a_badge_becomes_call(void)
{
	unsigned rights = ABI_RIGHT_CONTROL | ABI_RIGHT_SHARE;

	fixture_boot();
	world_cap(f.client, SLOT_EMPTY, f.portal, rights, 0);
	world_cap(f.client, SLOT_EMPTY + 1, f.server, ABI_RIGHT_CONTROL, 0);
	CU_ASSERT_EQUAL(operate(SLOT_EMPTY, ABI_CAP_COPY, 7, 0xff, 0), OK);
	CU_ASSERT_EQUAL(rights_in(f.client, 7), rights);
	CU_ASSERT_EQUAL(operate(7, ABI_CAP_DELETE, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(operate(SLOT_EMPTY, ABI_CAP_MINT, 7, 0xff, 9), OK);
	CU_ASSERT_EQUAL(rights_in(f.client, 7),
			ABI_RIGHT_CALL | ABI_RIGHT_SHARE);
	world_cap(f.client, SLOT_EMPTY, f.portal, rights, 9);
	CU_ASSERT_EQUAL(operate(SLOT_EMPTY + 1, ABI_DOMAIN_INSTALL, SLOT_EMPTY,
				7, 0xff), OK);
	CU_ASSERT_EQUAL(rights_in(f.server, 7), rights);
	/* What is not kept does not come back. */
	CU_ASSERT_EQUAL(operate(7, ABI_CAP_DELETE, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(operate(SLOT_EMPTY, ABI_CAP_COPY, 7, ABI_RIGHT_SHARE,
				0), OK);
	CU_ASSERT_EQUAL(rights_in(f.client, 7), ABI_RIGHT_SHARE);
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
	CU_ADD_TEST(suite, test_copy_in_a_domain_with_fp);
	CU_ADD_TEST(suite, test_lent_stays_where_it_is);
	CU_ADD_TEST(suite, test_control_with_a_badge_becomes_call);
}
