/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * stop SOCKET IMAGE.elf SYMBOL BYTES FILE [WHERE VALUE]
 *
 * Lets a machine that QEMU holds before its first instruction (-S -gdb
 * unix:SOCKET) run until the kernel gets to SYMBOL, puts the 64-bit word VALUE
 * at WHERE, and saves BYTES of its memory from ABI_LOAD_ADDRESS up. It speaks
 * the remote serial protocol (GDB manual, appendix E) itself, so that the tests
 * need no debugger. The numbers are as strtoull takes them, WHERE may be a sum,
 * 0xffffffffc0090000+24.
 */
#include <elf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <vesper/abi/memory.h>

static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const struct timespec pause = { .tv_nsec = 20000000 };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (fd < 0 || strlen(path) >= sizeof address.sun_path)
		return -1;
	strcpy(address.sun_path, path);
	for (int tries = 0; tries < 1000; tries++) {
		if (connect(fd, (const struct sockaddr *)&address,
			    sizeof address) == 0)
			return fd;
		nanosleep(&pause, NULL);
	}
	return -1;
}

static bool send_packet(int fd, const char *text)
{
	char packet[1024];
	unsigned sum = 0;
	int size;

	for (const char *c = text; *c; c++)
		sum += (unsigned char)*c;
	size = snprintf(packet, sizeof packet, "$%s#%02x", text, sum & 0xff);
	return size > 0 && (size_t)size < sizeof packet &&
		write(fd, packet, (size_t)size) == size;
}

/* The next packet's text; acknowledged. */
static bool read_packet(int fd, char *text, size_t room)
{
	size_t size = 0;
	char c = 0, sum[2];

	while (c != '$')
		if (read(fd, &c, 1) != 1)
			return false;
	while (read(fd, &c, 1) == 1 && c != '#')
		if (size + 1 < room)
			text[size++] = c;
	text[size] = 0;
	return read(fd, &sum[0], 1) == 1 && read(fd, &sum[1], 1) == 1 &&
		write(fd, "+", 1) == 1;
}

/* A request; the answer to it begins with `good`. Output is passed over. */
static bool ask(int fd, const char *request, const char *good)
{
	char answer[4096];

	if (!send_packet(fd, request))
		return false;
	do {
		if (!read_packet(fd, answer, sizeof answer))
			return false;
	} while (answer[0] == 'O' && answer[1] != 'K');
	return strncmp(answer, good, strlen(good)) == 0;
}

/* A command of QEMU's monitor. */
static bool ask_monitor(int fd, const char *command)
{
	char request[1024] = "qRcmd,", *at = request + strlen(request);

	for (; *command && at < request + sizeof request - 3; command++)
		at += sprintf(at, "%02x", (unsigned char)*command);
	return ask(fd, request, "OK");
}

static bool put_word(int fd, uint64_t where, uint64_t value)
{
	char request[128];
	int size = sprintf(request, "M%llx,8:", (unsigned long long)where);

	for (int i = 0; i < 8; i++)
		size += sprintf(request + size, "%02x",
				(unsigned)(value >> 8 * i & 0xff));
	return ask(fd, request, "OK");
}

static uint64_t number(const char *text)
{
	char *end;
	uint64_t value = strtoull(text, &end, 0);

	return *end == '+' ? value + strtoull(end + 1, NULL, 0) : value;
}

/* Value of a symbol in an image that vlink made; 0 if it has none. */
static uint64_t symbol_value(const char *path, const char *name)
{
	static uint8_t bytes[1 << 26];
	FILE *file = fopen(path, "rb");
	const Elf64_Ehdr *header = (const void *)bytes;
	const Elf64_Shdr *sections;

	if (!file || fread(bytes, 1, sizeof bytes, file) < sizeof *header)
		return 0;
	fclose(file);
	sections = (const void *)(bytes + header->e_shoff);
	for (unsigned i = 0; i < header->e_shnum; i++) {
		const Elf64_Sym *symbols =
			(const void *)(bytes + sections[i].sh_offset);
		const char *names = (const char *)bytes +
			sections[sections[i].sh_link].sh_offset;
		uint64_t count = sections[i].sh_size / sizeof *symbols;

		if (sections[i].sh_type != SHT_SYMTAB)
			continue;
		for (uint64_t s = 0; s < count; s++)
			if (strcmp(names + symbols[s].st_name, name) == 0)
				return symbols[s].st_value;
	}
	return 0;
}

int main(int argc, char **argv)
{
	char request[512];
	uint64_t address;
	int fd;

	if (argc != 6 && argc != 8)
		return 99;
	address = symbol_value(argv[2], argv[3]);
	fd = connect_to(argv[1]);
	snprintf(request, sizeof request, "Z1,%llx,4",
		 (unsigned long long)address);
	if (!address || fd < 0 || !ask(fd, request, "OK") ||
	    !ask(fd, "c", "T05")) {
		fprintf(stderr, "stop: the machine does not get to %s\n",
			argv[3]);
		return 1;
	}
	if (argc == 8 && !put_word(fd, number(argv[6]),
				   number(argv[7]))) {
		fputs("stop: its memory cannot be written\n", stderr);
		return 1;
	}
	snprintf(request, sizeof request, "pmemsave 0x%x %s \"%s\"",
		 ABI_LOAD_ADDRESS, argv[4], argv[5]);
	if (!ask_monitor(fd, request)) {
		fputs("stop: its memory cannot be saved\n", stderr);
		return 1;
	}
	(void)send_packet(fd, "k");
	close(fd);
	return 0;
}
