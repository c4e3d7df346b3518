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

/*
 * NAME: of the `provides`; interface: its C name, as in sys_console, for which
 * idlc's header says which of the two forms below it has.
 */
#define VESPER_PORTAL(name, interface) interface##_PORTAL(name, interface)

#define VESPER_PORTAL_BODY(interface, fields, method)                         \
	struct vesper_message m = { w1, w2, w3, w4, w5, w6, w7, fields };     \
	const vesper_client *client =                                         \
		(const vesper_client *)(uintptr_t)(uint32_t)entry;            \
	(void)client;	/* of an interface that nobody calls */               \
	switch ((uint32_t)(entry >> 32)) {                                    \
	interface##_METHODS(method)                                           \
	default:                                                              \
		m = (struct vesper_message){ 0 };                             \
		vesper_reply(E_METHOD, &m);                                   \
	}

#define VESPER_PORTAL_PLAIN(name, interface)                                  \
	__attribute__((weak)) _Noreturn void vesper_portal_##name(            \
		uint64_t entry, uint64_t w1, uint64_t w2, uint64_t w3,        \
		uint64_t w4, uint64_t w5, uint64_t w6, uint64_t w7);          \
	_Noreturn void vesper_portal_##name(                                  \
		uint64_t entry, uint64_t w1, uint64_t w2, uint64_t w3,        \
		uint64_t w4, uint64_t w5, uint64_t w6, uint64_t w7)           \
	{                                                                     \
		VESPER_PORTAL_BODY(interface, 0, VESPER_PORTAL_METHOD)        \
	}

/*
 * The same where methods carry capabilities. One that cannot go along is the
 * server's fault: the kernel has seen that the client's slots are empty.
 */
#define VESPER_PORTAL_METHOD_CAP(number, run)                                 \
	case number: {                                                        \
		vesper_status status = run(client, &m);                       \
		if (m.caps) {                                                 \
			(void)vesper_reply_cap(status, &m, m.caps);           \
			m = (struct vesper_message){ 0 };                     \
			status = E_SERVER;                                    \
		}                                                             \
		vesper_reply(status, &m);                                     \
	}

#define VESPER_PORTAL_CAP(name, interface)                                    \
	VESPER_PORTAL_FIELDS(vesper_portal_##name,                            \
			     vesper_portal_fields_##name)                     \
	__attribute__((weak)) _Noreturn void vesper_portal_fields_##name(     \
		uint64_t entry, uint64_t w1, uint64_t w2, uint64_t w3,        \
		uint64_t w4, uint64_t w5, uint64_t w6, uint64_t w7,           \
		uint64_t fields);                                             \
	_Noreturn void vesper_portal_fields_##name(                           \
		uint64_t entry, uint64_t w1, uint64_t w2, uint64_t w3,        \
		uint64_t w4, uint64_t w5, uint64_t w6, uint64_t w7,           \
		uint64_t fields)                                              \
	{                                                                     \
		VESPER_PORTAL_BODY(interface, fields,                         \
				   VESPER_PORTAL_METHOD_CAP)                  \
	}

#endif
