/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>

int main(void)
{
	char line[257], answer[281];
	struct vesper_text name = VESPER_TEXT(line), text = VESPER_TEXT(answer);

	while (sys_console_write(con, VESPER_STRING("name? ")) == OK &&
	       sys_console_read_line(con, &name) == OK &&
	       greeter_hello_greet(hello, vesper_text_string(name), &text) == OK &&
	       sys_console_write(con, vesper_text_string(text)) == OK)
		;
	return sys_power_off(power);
}
