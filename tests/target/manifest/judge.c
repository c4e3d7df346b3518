/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Each result is one thing that the manifests say; see manifest.system.
 */
#include <component.h>
#include <vesper/memory.h>

#include "../tap/tap.h"

static bool is_text(const char *got, const char *want)
{
	while (*want && *got == *want) {
		got++;
		want++;
	}
	return *got == *want;
}

static void test_params(void)
{
	tap_equal(PARAM_tiny, 255, "M01 a u8 has its default");
	tap_equal(PARAM_small, 0xffff, "M02 a u16 has what the instance says");
	tap_equal(PARAM_big, 0xfedcba9876543210u, "M03 a u64 is whole");
	tap_check(PARAM_yes && !PARAM_no, "M04 bools are true and false");
	tap_check(is_text(PARAM_text, "said \"so\""), "M05 a string");
	tap_equal(PARAM_size, 65536, "M06 a size is in bytes");
	tap_equal(PARAM_wait, 3000000, "M07 a time is in nanoseconds");
}

static void test_uses(void)
{
	uint32_t value = 0;

	tap_check(maybe_connected(), "M08 an optional use that is connected");
	tap_check(!never_connected(), "M09 one that is not");
	tap_equal(all_count, 2, "M10 a use with * counts its connections");
	tap_equal(none_count, 0, "M11 one without any");
	tap_check(manifest_told_value(all[0], &value) == OK && value == 7,
		  "M12 the first of them");
	tap_check(manifest_told_value(all[1], &value) == OK && value == 8,
		  "M13 the second, another instance of the component");
	tap_check(manifest_told_value(boxed, &value) == OK && value == 41,
		  "M14 what a subsystem exports");
	tap_check(manifest_small_one(small, &value) == OK && value == 1111,
		  "M27 a server of an interface that extends the client's");
	tap_equal((uint64_t)manifest_told_value(never, &value),
		  (uint64_t)E_SLOT, "M15 a call of what is not connected");
}

static void test_settings(void)
{
	char room[65];
	struct vesper_text host = VESPER_TEXT(room);
	uint32_t client;
	uint16_t port;
	bool quiet;
	int32_t offset;
	vesper_status status = manifest_told_settings(one, &client, &port,
						      &quiet, &offset);

	tap_check(status == OK && client == 0 && port == 8080 && !quiet,
		  "M16 settings of a connection");
	tap_check(manifest_told_host(one, &host) == OK &&
		  is_text(room, "10.0.2.2"), "M17 a setting that is a string");
	status = manifest_told_settings(maybe, &client, &port, &quiet,
					&offset);
	tap_check(status == OK && client == 1 && port == 80 && quiet &&
		  offset == 12, "M18 another connection, and a default");
	tap_check(manifest_told_host(maybe, &host) == OK && room[0] == '\0',
		  "M19 an empty string");
	tap_check(manifest_told_host(all[1], &host) == OK &&
		  is_text(room, "localhost"), "M20 a default string");
	status = manifest_told_settings(all[0], &client, &port, &quiet,
					&offset);
	tap_check(status == OK && client == 1 && port == 1,
		  "M21 two connections to one server are two clients");
}

/* A connection that names its methods has these alone. */
static void test_methods(void)
{
	char room[65];
	struct vesper_text host = VESPER_TEXT(room);
	struct vesper_message m = { 0 };
	uint32_t value = 0, wrong = 0;

	tap_check(manifest_told_value(limited, &value) == OK && value == 7 &&
		  manifest_told_host(limited, &host) == OK,
		  "M28 methods that a connection names");
	tap_equal((uint64_t)-manifest_told_pass(limited,
			VESPER_STRING("x"), 1, &value), (uint64_t)-E_METHOD,
		  "M29 another one of the interface is refused");
	for (uint64_t method = 0; method <= ABI_METHOD_MASK; method++) {
		if (method == MANIFEST_TOLD_VALUE_METHOD ||
		    method == MANIFEST_TOLD_HOST_METHOD)
			continue;
		m = (struct vesper_message){ 1, 2, 3, 4, 5, 6, 7, 0 };
		wrong += vesper_call(limited.slot, method, &m) != E_METHOD ||
			 (m.w1 | m.w2 | m.w3 | m.w4 | m.w5 | m.w6 | m.w7) != 0;
	}
	tap_equal(wrong, 0, "M30 and so is any other number");
	tap_check(manifest_told_pass(one, VESPER_STRING("x"), 1, &value) == OK,
		  "M31 other clients of the server are not limited");
}

static void thread_block_set(const struct abi_thread *block)
{
	__asm__ volatile("msr tpidr_el0, %0" : : "r"(block) : "memory");
}

/* A caller that the component makes up has a message slot of its own. */
static void test_callers(void)
{
	static const struct abi_thread last = { .caller = CALLERS - 1 };
	const struct abi_thread *own = vesper_thread();
	const volatile char *slots = (const volatile char *)(uintptr_t)one.to;
	uint32_t count = 0;
	vesper_status status;
	char before = slots[0];

	thread_block_set(&last);
	status = manifest_told_pass(one, VESPER_STRING("Q"), 1, &count);
	thread_block_set(own);
	tap_check(CALLERS_FIRST == 1 && CALLERS == 3 && status == OK,
		  "M32 a call by one of the callers that it makes itself");
	tap_check(slots[(CALLERS - 1) * MANIFEST_TOLD_TO_SLOT] == 'Q' &&
		  slots[0] == before && before != 'Q',
		  "M33 by a message slot of its own");
}

/* The low word of the system timer, 1 MHz, is its second register. */
static bool is_counting(void)
{
	uint32_t first = timer[1];

	for (uint32_t i = 0; i < 10u * 1000 * 1000; i++)
		if (timer[1] != first)
			return true;
	return false;
}

static void test_memory(void)
{
	static char text[1000];
	uint32_t count;
	bool zero = true;

	for (uint32_t i = 0; i < 3u << 20; i += 4096)
		zero = zero && ring[i] == 0;
	tap_check(zero, "M22 a region is zero at the start");
	ring[(3u << 20) - 1] = 1;
	tap_check(ring[(3u << 20) - 1] == 1 && ((uintptr_t)ring & 0x1fffff) == 0,
		  "M23 it has its size, and windows of its own");
	tap_check(is_counting(), "M24 a device answers: its counter moves");
	tap_check(!absent_given(), "M25 an optional device that is not given");
	memset(text, 'x', sizeof(text));
	tap_check(manifest_told_pass(one, (struct vesper_string){ text, 1000 },
				     1, &count) == OK && count == 2001,
		  "M26 a text through a chain with one area");
}

int main(void)
{
	tap_plan(33);
	test_params();
	test_uses();
	test_settings();
	test_methods();
	test_callers();
	test_memory();
	return sys_power_off(power);
}
