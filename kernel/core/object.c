/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Finding objects and their names.
 */
#include <vesper/kernel/object.h>

const char *object_name(uint32_t offset)
{
	const char *names = object_at(boot_record.names.base);

	return offset < boot_record.names.count ? names + offset : "?";
}
