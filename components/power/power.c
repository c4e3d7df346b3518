/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The power manager of the BCM2835 family, of which no manual is public. Names
 * and values are those of Linux, drivers/watchdog/bcm2835_wdt.c: a board has no
 * switch, so "off" is a reset by the watchdog into the firmware, which
 * finds the halt partition asked for in RSTS and stops. QEMU
 * (hw/misc/bcm2835_powermgt.c) ends at once, with status 0 under -no-reboot.
 */
#include <component.h>
#include <vesper/syscall.h>

enum pm_register {
	PM_RSTC = 0x1c / 4,	/* reset control */
	PM_RSTS = 0x20 / 4,	/* reset status; the partition to start */
	PM_WDOG = 0x24 / 4,	/* watchdog: ticks left */
};

/* A write without the password in its top byte is ignored. */
#define PM_PASSWORD		0x5a000000u
#define PM_RSTC_CONFIG_MASK	0x00000030u
#define PM_RSTC_FULL_RESET	0x00000020u
/* The partition's six bits are every second one, from bit 0; 63 = halt. */
#define PM_RSTS_HALT		0x00000555u
/* Ticks of 1/65536 s: 20 ms, in which a UART's queue runs empty. */
#define PM_WDOG_TICKS		1310u

vesper_status sys_power_serve_off(const vesper_client *client)
{
	uint32_t control = regs[PM_RSTC] & ~PM_RSTC_CONFIG_MASK;

	(void)client;
	regs[PM_RSTS] = PM_PASSWORD | PM_RSTS_HALT;
	regs[PM_WDOG] = PM_PASSWORD | PM_WDOG_TICKS;
	regs[PM_RSTC] = PM_PASSWORD | control | PM_RSTC_FULL_RESET;
	for (;;)
		vesper_yield();
}
