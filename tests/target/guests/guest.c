/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A guest of the harness's own test: it plans two results and goes wrong after
 * the first.
 */
#include <component.h>
#include <vesper/syscall.h>

#include "../tap/tap.h"

enum misdeed { HANG, DIE, SHORT, FAIL };

int main(void)
{
	tap_plan(2);
	(void)tap_check(true, "one");
	switch (PARAM_misdeed) {
	case HANG:
		for (;;)
			vesper_yield();
	case DIE:
		__builtin_trap();
	case SHORT:
		break;
	case FAIL:
		(void)tap_check(false, "two");
		break;
	}
	return sys_power_off(power);
}
