/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The order of the checks, and what they share.
 */
#include "audit.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void differ(struct audit *audit, const char *format, ...)
{
	va_list arguments;

	audit->differences++;
	if (!audit->out)
		return;
	va_start(arguments, format);
	vfprintf(audit->out, format, arguments);
	va_end(arguments);
	fputc('\n', audit->out);
}

void compare_object(struct audit *audit, const char *what, size_t index,
		    const void *is, const void *should, size_t size)
{
	if (!is) {
		differ(audit, "%s %zu: it is not in memory", what, index);
		return;
	}
	audit->objects++;
	for (size_t at = 0; at < size; at += 8) {
		uint64_t x, y;

		memcpy(&x, (const uint8_t *)is + at, 8);
		memcpy(&y, (const uint8_t *)should + at, 8);
		if (x != y)
			differ(audit, "%s %zu: the word at offset %zu is %#"
			       PRIx64 ", should be %#" PRIx64, what, index, at,
			       x, y);
	}
}

static bool is_data(const struct audit *audit, uint64_t address, uint64_t size)
{
	uint64_t from = address & ~(uint64_t)(ABI_PAGE_SIZE - 1);

	if (address < ABI_KERNEL_BASE || address % 8 ||
	    size > UINT64_MAX - address)
		return false;
	for (uint64_t at = from; at < address + size; at += ABI_PAGE_SIZE) {
		const struct page *page = image_page(audit->image,
						     at - ABI_KERNEL_BASE);

		if (!page || page->use != PAGE_DATA)
			return false;
	}
	return true;
}

static void add_claim(struct audit *audit, const char *what, uint64_t base,
		      uint64_t end)
{
	if (audit->claims_count == audit->claims_max) {
		size_t max = 2 * audit->claims_max + 64;
		struct claim *claims = realloc(audit->claims,
					       max * sizeof *claims);

		if (!claims)
			abort();
		audit->claims = claims;
		audit->claims_max = max;
	}
	audit->claims[audit->claims_count++] =
		(struct claim){ what, base, end };
}

void claim_data(struct audit *audit, const char *what, uint64_t address,
		uint64_t size)
{
	if (!is_data(audit, address, size)) {
		differ(audit, "%s at %#" PRIx64 ": no data of the kernel's",
		       what, address);
		return;
	}
	for (size_t i = 0; i < audit->claims_count; i++) {
		const struct claim *other = &audit->claims[i];

		if (address < other->end && other->base < address + size)
			differ(audit, "%s at %#" PRIx64 ": in the place of %s",
			       what, address, other->what);
	}
	add_claim(audit, what, address, address + size);
}

static void check_runs(struct audit *audit)
{
	const struct abi_boot *boot = &audit->image->boot;

	claim_data(audit, "runs", ABI_KERNEL_BASE + boot->runs.base,
		   boot->runs.count * sizeof(struct abi_run));
}

/*
 * The boot record's counts bound every loop below, so after a difference there
 * nothing else is looked at; nor after any if nobody reads what is different.
 */
size_t audit_run(struct audit *audit)
{
	static void (*const checks[])(struct audit *) = {
		check_boot, check_user, check_kernel, check_runs,
		check_objects, check_views, check_caps, check_connections,
	};

	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		checks[i](audit);
		if (audit->differences && (i == 0 || !audit->out))
			break;
	}
	free(audit->claims);
	audit->claims = NULL;
	audit->claims_count = audit->claims_max = 0;
	return audit->differences;
}
