/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>

int main(void)
{
	int status = sys_console_write(con, VESPER_STRING("Hello, world!\n"));

	return status == OK ? sys_power_off(power) : status;
}
