/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Formatted output of the kernel, over the board's early console.
 */
#include <stdarg.h>

#include <vesper/kernel/kernel.h>

#define DIGITS_MAX 20 /* of a uint64_t in decimal */

static void put_string(const char *s)
{
	while (*s != '\0')
		board_put(*s++);
}

static void put_number(uint64_t value, unsigned base)
{
	char digits[DIGITS_MAX + 1], *first = &digits[DIGITS_MAX];

	*first = '\0';
	do {
		*--first = "0123456789abcdef"[value % base];
		value /= base;
	} while (value != 0);
	put_string(first);
}

static void put_argument(char conversion, va_list *arguments)
{
	if (conversion == 's') {
		put_string(va_arg(*arguments, const char *));
	} else if (conversion == 'x') {
		put_string("0x");
		put_number(va_arg(*arguments, uint64_t), 16);
	} else {
		put_number(va_arg(*arguments, uint64_t), 10);
	}
}

void console_print(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	for (; *format != '\0'; format++) {
		if (*format == '%')
			put_argument(*++format, &arguments);
		else
			board_put(*format);
	}
	va_end(arguments);
}

const char *object_name(uint32_t offset)
{
	const char *names = object_at(boot_record.names.base);

	return offset < boot_record.names.count ? names + offset : "?";
}
