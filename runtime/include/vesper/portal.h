/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The portal of a provided interface: the function at which the kernel enters
 * the component, on a worker's stack, with the badge and the method in x0 and
 * the payload in x1 to x7. It ends with a reply and never returns.
 *
 * The static linker finds its address by the symbol vesper_portal_NAME. It is
 * weak, and <component.h> puts it into every source of the component: in the
 * one that has the methods the compiler joins the two, and the linker keeps
 * one. A component that looks at the registers itself defines its own.
 */
#ifndef VESPER_PORTAL_H
#define VESPER_PORTAL_H

#include <vesper/call.h>

/* One method: its reply is its own, so that results stay in registers. */
#define VESPER_PORTAL_METHOD(number, run)                                     \
	case number:                                                          \
		vesper_reply(run(client, &m), &m);

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
		switch ((uint32_t)(entry >> 32)) {                            \
		interface##_METHODS(VESPER_PORTAL_METHOD)                     \
		default:                                                      \
			m = (struct vesper_message){ 0 };                     \
			vesper_reply(E_METHOD, &m);                           \
		}                                                             \
	}

#endif
