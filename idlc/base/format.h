/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * vsnprintf for what compilers print all day: names and numbers, without
 * widths. A tenth of the time of the C library's, which takes over when a
 * format has anything else in it.
 */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Returns the length of the whole text, which is in `out` as far as `max` goes,
 * with a NUL if max is not 0.
 */
size_t format_text(char *out, size_t max, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

#endif
