/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>

vesper_status greeter_hello_serve_greet(const vesper_client *client,
	struct vesper_string name, struct vesper_text *greeting)
{
	(void)client;
	vesper_text_append(greeting, VESPER_STRING("Hello, "));
	vesper_text_append(greeting, name);
	vesper_text_append(greeting, VESPER_STRING("!\n"));
	return OK;
}
