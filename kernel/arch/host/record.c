/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The boot record. On the target the static linker writes it and it is
 * constant; here each test makes its own.
 */
#include "record.h"

struct abi_boot boot_record;
