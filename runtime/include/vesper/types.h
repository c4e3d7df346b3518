/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The types that interfaces are made of in C: statuses, strings, clients.
 */
#ifndef VESPER_TYPES_H
#define VESPER_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vesper/abi/connection.h>
#include <vesper/abi/status.h>

/* OK, a method's own error (positive), or one of vesper_status_code. */
typedef int vesper_status;

/*
 * Bytes that somebody else owns; no NUL is needed at the end. Aligned to its
 * size, to be passed in registers and nowhere else (as struct abi_handle).
 */
struct vesper_string {
	const char *data;
	uint32_t size;		/* bytes */
} __attribute__((aligned(16)));

/* A string literal as a vesper_string. */
#define VESPER_STRING(literal) \
	((struct vesper_string){ "" literal, (uint32_t)sizeof(literal) - 1 })

/*
 * Room for a string that is to be filled: `data` has `max + 1` bytes, of which
 * `size` are filled; data[size] is a NUL.
 */
struct vesper_text {
	char *data;
	uint32_t max;
	uint32_t size;
};

/* An array of char as an empty vesper_text. */
#define VESPER_TEXT(array) \
	((struct vesper_text){ (array), (uint32_t)sizeof(array) - 1, 0 })

/* The filled part of a text. */
static inline struct vesper_string vesper_text_string(struct vesper_text text)
{
	return (struct vesper_string){ text.data, text.size };
}

/* Append as much of `string` as fits; false if it was cut. */
bool vesper_text_append(struct vesper_text *text, struct vesper_string string);

/* A client of a server: the read-only record that the static linker made. */
typedef struct abi_client vesper_client;

/* Whether the system lets this client call the method (`connect ... { methods
   a, b; }`). Calls are checked before the portal is entered (limited.h). */
static inline bool vesper_client_may(const vesper_client *client,
				     uint64_t method)
{
	const struct abi_methods *methods =
		(const struct abi_methods *)(uintptr_t)client->methods;

	return methods == NULL || (method < methods->count &&
		(methods->bits[method / 32] >> method % 32 & 1) != 0);
}

/* What a component knows of a domain or region that it has a capability for. */
typedef struct abi_domain_handle vesper_domain;
typedef struct abi_region_handle vesper_region;

/* When a domain that it supervises is to be restarted. */
typedef struct abi_restart_policy vesper_restart_policy;

#endif
