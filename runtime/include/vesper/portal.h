/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The portal of a provided interface: the function at which the kernel enters
 * the component, on a worker's stack, with the badge and the method in x0 and
 * the payload in x1 to x7. It ends with a reply and never returns.
 *
 * The static linker generates one VESPER_PORTAL per provided interface and
 * finds its address by the symbol vesper_portal_NAME. It is weak: a component
 * that looks at the registers itself defines its own.
 */
#ifndef VESPER_PORTAL_H
#define VESPER_PORTAL_H

#include <vesper/call.h>

/* NAME: of the `provides`; interface: its C name, as in sys_console. */
#define VESPER_PORTAL(name, interface)                                        \
	__attribute__((weak)) _Noreturn void vesper_portal_##name(            \
		uint64_t entry, uint64_t w1, uint64_t w2, uint64_t w3,        \
		uint64_t w4, uint64_t w5, uint64_t w6, uint64_t w7);          \
	_Noreturn void vesper_portal_##name(                                  \
		uint64_t entry, uint64_t w1, uint64_t w2, uint64_t w3,        \
		uint64_t w4, uint64_t w5, uint64_t w6, uint64_t w7)           \
	{                                                                     \
		struct vesper_message m = { w1, w2, w3, w4, w5, w6, w7 };     \
		const vesper_client *client =                                 \
			(const vesper_client *)(uintptr_t)(uint32_t)entry;    \
		vesper_status status = interface##_dispatch(                  \
			client, (uint32_t)(entry >> 32), &m);                 \
		vesper_reply(status, &m);                                     \
	}

#endif
