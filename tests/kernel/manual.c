/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The tables of doc/kernel.md, from the definitions that the kernel is compiled
 * with. manual.sh compares them with what the manual has.
 */
#include <stdio.h>
#include <string.h>

#include <vesper/abi/cap.h>
#include <vesper/abi/fault.h>
#include <vesper/abi/object.h>
#include <vesper/abi/status.h>
#include <vesper/abi/syscall.h>

static void print_lower(const char *name)
{
	for (; *name != '\0'; name++)
		putchar(*name >= 'A' && *name <= 'Z' ? *name + 'a' - 'A'
						     : *name);
}

static void print_syscall(const char *name, int number, const char *arguments,
			  const char *results)
{
	printf("| %d | ", number);
	print_lower(name);
	printf(" | %s | %s |\n", arguments, results);
}

static void print_operation(const char *type, const char *name, unsigned number,
			    const char *right, const char *arguments,
			    const char *results)
{
	printf("| ");
	print_lower(strcmp(type, "CAP") == 0 ? "any" : type);
	printf(" | ");
	print_lower(name);
	printf(" | %u | %s | %s | %s |\n", number,
	       strcmp(right, "NONE") == 0 ? "" : right, arguments, results);
}

int main(void)
{
	puts("### System calls\n\n"
	     "| number | name | arguments | results |\n|---|---|---|---|");
#define X(name, function, arguments, results) \
	print_syscall(#name, ABI_SYS_##name, arguments, results);
	ABI_SYSCALLS(X)
#undef X
	puts("\n### Operations\n\n"
	     "| object | operation | number | rights | x1, x2, ... | results |\n"
	     "|---|---|---|---|---|---|");
#define X(type, name, right, function, arguments, results) \
	print_operation(#type, #name, ABI_##type##_##name, #right, arguments, results);
	ABI_OPERATIONS(X)
#undef X
	puts("\n### Statuses\n\n| name | value | meaning |\n|---|---|---|");
#define X(name, value, text) printf("| %s | %d | %s |\n", #name, value, text);
	VESPER_STATUSES(X)
#undef X
	puts("\n### Kinds of fault\n\n| name | value | text |\n|---|---|---|");
#define X(name, value, text) printf("| %s | %d | %s |\n", #name, value, text);
	ABI_FAULTS(X)
#undef X
	return 0;
}
