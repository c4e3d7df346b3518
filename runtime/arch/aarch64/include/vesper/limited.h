/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The portal of a provided interface for which the system limits some client to
 * some methods. Only there does the static linker name it as the entry, so that a
 * system without limits pays nothing: before the ordinary portal it looks whether
 * the client may call this method (vesper_client_may()), in registers that a call
 * does not use.
 */
#ifndef VESPER_LIMITED_H
#define VESPER_LIMITED_H

#include <stddef.h>

#include <vesper/abi/connection.h>
#include <vesper/abi/status.h>
#include <vesper/abi/syscall.h>

#define VESPER_TEXT_OF(value)	#value
#define VESPER_NUMBER(value)	VESPER_TEXT_OF(value)

/* In abi_client, and E_METHOD; as the assembler knows neither. */
#define VESPER_CLIENT_METHODS	84
#define VESPER_NO_METHOD	2
_Static_assert(offsetof(struct abi_client, methods) == VESPER_CLIENT_METHODS &&
	       E_METHOD == -VESPER_NO_METHOD, "limited.h");

#define VESPER_PORTAL_LIMITED(name)                                           \
	__asm__(".pushsection .text.vesper_portal_limited_" #name             \
		", \"ax\", %progbits\n"                                       \
		"\t.balign 4\n"                                              \
		"\t.global vesper_portal_limited_" #name "\n"                \
		"\t.type vesper_portal_limited_" #name ", %function\n"       \
		"vesper_portal_limited_" #name ":\n"                         \
		"\tmov w9, w0\n"			/* the client */       \
		"\tldr w9, [x9, #" VESPER_NUMBER(VESPER_CLIENT_METHODS) "]\n" \
		"\tcbz w9, 1f\n"                                            \
		"\tlsr x10, x0, #32\n"			/* the method */       \
		"\tldr w11, [x9], #4\n"                                     \
		"\tcmp w10, w11\n"                                          \
		"\tb.hs 2f\n"                                               \
		"\tlsr w11, w10, #5\n"                                      \
		"\tldr w9, [x9, w11, uxtw #2]\n"                            \
		"\tlsr w9, w9, w10\n"                                       \
		"\ttbz w9, #0, 2f\n"                                        \
		"1:\tb vesper_portal_" #name "\n"                           \
		"2:\tmov x0, #-" VESPER_NUMBER(VESPER_NO_METHOD) "\n"       \
		"\tmov x1, xzr\n\tmov x2, xzr\n\tmov x3, xzr\n"             \
		"\tmov x4, xzr\n\tmov x5, xzr\n\tmov x6, xzr\n"             \
		"\tmov x7, xzr\n"                                           \
		"\tsvc #" VESPER_NUMBER(ABI_SYS_REPLY) "\n"                 \
		"\t.size vesper_portal_limited_" #name ", . - "              \
		"vesper_portal_limited_" #name "\n"                          \
		"\t.popsection")

#endif
