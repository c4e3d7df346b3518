/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What is too much. Each limit has a message of its own, so that no input ends
 * in a crash, a hang or a wrong answer; all are far above what a person writes.
 */
#ifndef IDLC_LIMITS_H
#define IDLC_LIMITS_H

enum {
	LIMIT_FILE_SIZE = 1024 * 1024,
	LIMIT_NAME = 63,	/* bytes of one name */
	LIMIT_QUALIFIED = 127,	/* of "library.interface": abi_note has 128 */
	LIMIT_NESTING = 100,	/* of types and expressions as written */
	LIMIT_DEPTH = 100,	/* of types, constants or interfaces that refer
				   to each other */
	LIMIT_IMPORTS = 1000,	/* libraries in one run */
	LIMIT_MEMBERS = 10000,	/* of one declaration */
	LIMIT_PARAMS = 64,	/* of one method, each way */
	LIMIT_TYPE_SIZE = 1024 * 1024, /* bytes of one value */
	LIMIT_METHOD = 1023,	/* ABI_METHOD_MAX */
	LIMIT_NOTIFY = 63,	/* bits of two badges */
	LIMIT_RING = 1024,	/* records of a ring; a power of two */
	RING_DEPTH = 16,	/* where no @depth says another one */
	LIMIT_RECORD = 56,	/* bytes of a oneway method's parameters */
	LIMIT_WORDS = 7,	/* payload of a message */
	LIMIT_CAPS = 3,		/* capabilities of a message */
	LIMIT_COPY = 1024,	/* bytes that a dispatch copies for a method */
};

#endif
