/* SPDX-License-Identifier: BlueOak-1.0.0 */
/* The code of all components of full.system, which never run. */
#include <component.h>

int main(void)
{
	return 0;
}

#ifdef SECOND
void second(void)
{
}
#endif

#ifdef SERVER
vesper_status mend(struct abi_fault *fault)
{
	(void)fault;
	return E_FAULT;
}

vesper_status sys_console_serve_write(const vesper_client *client,
				      struct vesper_string text)
{
	(void)client;
	(void)text;
	return OK;
}

vesper_status sys_console_serve_read_line(const vesper_client *client,
					  struct vesper_text *line)
{
	(void)client;
	(void)line;
	return E_END;
}
#endif
