/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Numbers of idlc's diagnostics. A number is never used again for another
 * thing. errors.c has the catalogue: what each means, with an example.
 *
 *	1..  files and scanning		100..  words, slots, limits
 *	20.. syntax			150..  command line, compatibility
 *	40.. names, types, values	200..  warnings and --lint
 */
#ifndef IDLC_ERRORS_H
#define IDLC_ERRORS_H

#include "base/diag.h"

enum idlc_error {
	E_FILE_UNREADABLE = 1,
	E_FILE_TOO_LARGE = 2,
	E_FILE_EMPTY = 3,
	E_NUL_BYTE = 4,
	E_STRAY = 5,
	E_COMMENT_OPEN = 6,
	E_STRING_OPEN = 7,
	E_ESCAPE = 8,
	E_NAME_LONG = 9,
	E_INTEGER_LARGE = 10,
	E_INTEGER_FORM = 11,
	E_NOT_UTF8 = 12,

	E_SYNTAX = 20,
	E_NESTING = 21,
	E_BRACE_MISSING = 22,
	E_NO_LIBRARY = 23,
	E_ONE_RESERVED = 24,

	E_NAME_TWICE = 40,
	E_UNKNOWN_NAME = 41,
	E_UNKNOWN_TYPE = 42,
	E_NOT_TYPE = 43,
	E_IMPORT_MISSING = 44,
	E_IMPORT_CYCLE = 45,
	E_IMPORT_NAME = 46,
	E_IMPORT_TWICE = 47,
	E_C_NAME = 48,
	E_C_COLLISION = 49,
	E_RECURSION = 50,
	E_DEPTH = 51,
	E_VALUE_RANGE = 52,
	E_VALUE_OVERFLOW = 53,
	E_DIVISION = 54,
	E_SHIFT = 55,
	E_VALUE_KIND = 56,
	E_BASE_TYPE = 57,
	E_VALUE_TWICE = 58,
	E_BITS_VALUE = 59,
	E_ERROR_VALUE = 60,
	E_MODIFIER = 61,
	E_BOUND_ZERO = 62,
	E_BOUND_LARGE = 63,
	E_MEMBERS_NONE = 64,
	E_TYPE_PLACE = 65,
	E_METHOD_NUMBER = 66,
	E_NUMBER_TWICE = 67,
	E_NUMBER_RESERVED = 68,
	E_NAME_RESERVED = 69,
	E_NOT_ERROR = 70,
	E_NOT_INTERFACE = 71,
	E_RANGE_ORDER = 72,
	E_PADDING = 73,
	E_RESERVED_BYTES = 74,
	E_VARIANT_NUMBER = 75,
	E_ATTRIBUTE_UNKNOWN = 76,
	E_ATTRIBUTE_PLACE = 77,
	E_ATTRIBUTE_VALUE = 78,
	E_ATTRIBUTE_TWICE = 79,
	E_OWNERSHIP = 80,
	E_RIGHTS = 81,
	E_CAP_TARGET = 82,
	E_DIRECTION = 83,
	E_OPTIONAL = 84,
	E_NOTIFY_NUMBER = 85,
	E_ONEWAY = 86,
	E_KIND_NAME = 87,
	E_ERROR_CLASH = 88,
	E_MEMBERS_MANY = 89,
	E_PARAMS_MANY = 90,
	E_SIZE_LARGE = 91,
	E_STRICTNESS = 92,
	E_NOTIFY = 93,

	E_WORDS = 100,
	E_CAPS = 101,
	E_COPY = 102,
	E_RECORD = 103,
	E_LIBRARY_NAME = 104,
	E_QUALIFIED_LONG = 105,
	E_IMPORTS_MANY = 106,
	E_C_FORM = 107,

	W_DOC_UNUSED = 200,
};

extern const struct diag_entry idlc_catalogue[];
extern const size_t idlc_catalogue_count;

#endif
