/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>

int main(void)
{
	static char data[257];
	struct vesper_text line = VESPER_TEXT(data);

	return sys_console_read_line(con, &line);
}
