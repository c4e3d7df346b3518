/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * vlink symbolize IMAGE.elf: what the machine prints, with names.
 *
 * The input is copied as it comes, so that a prompt without an end of line is
 * seen at once. A line of a kernel report that holds "pc 0x..." or "elr 0x..."
 * gets " function (file:line)" before its end. The function is from the image's
 * own symbols, which name the instance; the line is the target's addr2line's, run
 * as a program: it reads DWARF better than anything worth writing here.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dump.h"
#include "elf_file.h"

#define LINE_MAX_BYTES 512u

struct symbolizer {
	struct elf_file elf;
	const char *path;
	const char *addr2line;
	int out;
	char line[LINE_MAX_BYTES];	/* the current one's beginning */
	size_t length;
};

/* QEMU makes the terminal that it shares with us non-blocking. */
static void wait_for_room(int out)
{
	struct pollfd room = { .fd = out, .events = POLLOUT };

	(void)poll(&room, 1, -1);
}

static bool put_all(int out, const char *bytes, size_t size)
{
	while (size) {
		ssize_t n = write(out, bytes, size);

		if (n < 0 && errno == EAGAIN)
			wait_for_room(out);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		size -= (size_t)n;
	}
	return true;
}

/* The function that holds the address; NULL if none does. */
static const char *find_function(const struct elf_file *elf, uint64_t address)
{
	for (size_t i = 0; i < elf->symbols_count; i++) {
		const struct elf_symbol *symbol = &elf->symbols[i];

		if (symbol->type == STT_FUNC && address >= symbol->value &&
		    address - symbol->value < symbol->size)
			return symbol->name;
	}
	return NULL;
}

static _Noreturn void run_addr2line(const struct symbolizer *s, int to,
				    uint64_t address)
{
	char number[32];

	snprintf(number, sizeof number, "%#llx", (unsigned long long)address);
	dup2(to, STDOUT_FILENO);
	execlp(s->addr2line, s->addr2line, "-s", "-e", s->path, number,
	       (char *)NULL);
	_exit(127);
}

/* "file:line" of an address; false if it is not known. */
static bool find_line(const struct symbolizer *s, uint64_t address, char *text,
		      size_t size)
{
	int ends[2], status;
	size_t length = 0;
	ssize_t n;
	pid_t child;

	if (pipe(ends) < 0)
		return false;
	child = fork();
	if (child == 0) {
		close(ends[0]);
		run_addr2line(s, ends[1], address);
	}
	close(ends[1]);
	while (child > 0 && length < size - 1 &&
	       (n = read(ends[0], text + length, size - 1 - length)) > 0)
		length += (size_t)n;
	close(ends[0]);
	if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
		return false;
	text[length] = 0;
	text[strcspn(text, "\r\n")] = 0;
	return *text && *text != '?' && !strstr(text, ":?");
}

/* The number behind `name` in the line; false if there is none. */
static bool find_number(const char *line, const char *name, uint64_t *number)
{
	const char *at = strstr(line, name);
	char *end;

	if (!at || (at != line && at[-1] != ' '))
		return false;
	at += strlen(name) - 2;
	*number = strtoull(at, &end, 16);
	return end > at + 2;
}

/* A component's, or in a panic the kernel's. */
static bool find_pc(const char *line, uint64_t *pc)
{
	return find_number(line, "pc 0x", pc) ||
	       find_number(line, "elr 0x", pc);
}

/* What belongs before the end of the current line. */
static bool end_line(struct symbolizer *s)
{
	char place[256], text[512];
	const char *function;
	uint64_t pc;
	bool has_place;
	int length;

	s->line[s->length] = 0;
	s->length = 0;
	if (!find_pc(s->line, &pc))
		return true;
	function = find_function(&s->elf, pc);
	has_place = find_line(s, pc, place, sizeof place);
	if (!function && !has_place)
		return true;
	length = snprintf(text, sizeof text, " %s%s%s%s",
			  function ? function : "?",
			  has_place ? " (" : "", has_place ? place : "",
			  has_place ? ")" : "");
	return put_all(s->out, text, (size_t)length < sizeof text ?
		       (size_t)length : sizeof text - 1);
}

static bool copy(struct symbolizer *s, const char *bytes, size_t size)
{
	size_t from = 0;

	for (size_t i = 0; i < size; i++) {
		bool end = bytes[i] == '\n' || bytes[i] == '\r';

		if (end && s->length) {
			if (!put_all(s->out, bytes + from, i - from) ||
			    !end_line(s))
				return false;
			from = i;
		} else if (!end && s->length < LINE_MAX_BYTES - 1) {
			s->line[s->length++] = bytes[i] ? bytes[i] : ' ';
		}
	}
	return put_all(s->out, bytes + from, size - from);
}

int symbolize_main(const char *path, const char *addr2line, int in, int out)
{
	struct symbolizer s = { .path = path, .addr2line = addr2line,
				.out = out };
	char bytes[4096];
	ssize_t n;

	if (!elf_open(&s.elf, path, ET_EXEC)) {
		fprintf(stderr, "vlink: %s: %s\n", path, s.elf.error);
		return 1;
	}
	while ((n = read(in, bytes, sizeof bytes)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || !copy(&s, bytes, (size_t)n))
			break;
	}
	elf_close(&s.elf);
	return n != 0;
}
