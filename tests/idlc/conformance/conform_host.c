/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The cases on the host: what a stub sends is seen, and a server's replies are
 * forged. `--seeds FOLDER` writes the messages as inputs of the fuzzers instead,
 * in the form of idlc --emit=fuzz.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <vesper/ring.h>

#include "conformance.h"

enum { SLOT = 5, CAPS = 6, TOLD = 7, AREA = 0x8000, HEAP = 0x4000 };

conformance_all conform_self;
void *conform_heap;
conformance_caps conform_caps = { .slot = CAPS };
uint64_t conform_slots = 16;
conformance_told conform_told;
const bool conform_can_forge = true;

static vesper_client client, told_client;
static struct vesper_message seen, forged;
static const uint8_t *forged_bytes;
static uint32_t forged_size;
static unsigned said, failed;

void conform_say(bool is_good, const char *name)
{
	printf("%sok %u - %s\n", is_good ? "" : "not ", ++said, name);
	failed += !is_good;
}

static vesper_status watch(const vesper_client *of, uint32_t method,
			   struct vesper_message *m)
{
	seen = *m;
	return conformance_all_dispatch(of, method, m);
}

bool conform_was_sent(const struct vesper_message *words)
{
	return memcmp(&seen, words, sizeof(seen)) == 0;
}

static vesper_status forge(const vesper_client *of, uint32_t method,
			   struct vesper_message *m)
{
	(void)of;
	(void)method;
	vesper_copy(vesper_slot(conform_self.from, CONFORMANCE_ALL_FROM_SLOT),
		    forged_bytes, forged_size);
	*m = forged;
	return OK;
}

bool conform_forged(vesper_status (*sample)(bool *is_same),
		    const struct vesper_message *words, const uint8_t *bytes,
		    uint32_t size, vesper_status status)
{
	bool is_same;
	vesper_status got;

	forged = *words;
	forged_bytes = bytes;
	forged_size = size;
	vesper_host_connect(SLOT, forge, &client);
	got = sample(&is_same);
	vesper_host_connect(SLOT, watch, &client);
	/* Another value than the sample's may well come back; but not with an
	   error, which has no results. */
	return got == status && (status == OK || is_same);
}

/* ---- capabilities --------------------------------------------------------- */

void conform_make(uint64_t slot, enum conform_cap which, enum abi_type type,
		  unsigned rights)
{
	vesper_host_cap(slot, type, rights, which == CONFORM_STRANGE ?
			"conformance_strange" : "conformance_all");
}

static uint64_t forged_fields;

static vesper_status forge_fields(const vesper_client *of, uint32_t method,
				  struct vesper_message *m)
{
	(void)of;
	(void)method;
	*m = (struct vesper_message){ .caps = forged_fields };
	return OK;
}

void conform_forge(uint64_t fields)
{
	forged_fields = fields;
	vesper_host_connect(CAPS, forge_fields, NULL);
}

void conform_forge_no_more(void)
{
	vesper_host_connect(CAPS, conformance_caps_dispatch, NULL);
}

/* ---- the seeds of the fuzzers ---------------------------------------------- */

/* An input: interface, method, pointers; a message; bytes of the slot. */
enum { HEAD = 5, WORDS = sizeof(struct vesper_message) / 8 };

static void seed(const char *folder, const uint8_t head[HEAD],
		 const uint64_t words[WORDS], const uint8_t *bytes,
		 uint32_t size)
{
	static unsigned number;
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%u", folder, number++);
	file = fopen(path, "wb");
	if (!file)
		exit(99);
	fwrite(head, HEAD, 1, file);
	fwrite(words, 8, WORDS, file);
	if (size)
		fwrite(bytes, size, 1, file);
	if (fclose(file) != 0)
		exit(99);
}

/* The harness's point() maps a word w to area + w % (AREA + 64) - 32. */
static void seed_raw(const char *folder, const struct conform_raw *raw)
{
	uint8_t head[HEAD] = { 0, (uint8_t)raw->method };
	uint64_t words[WORDS] = { 0 };

	for (unsigned i = 0; raw->wire.request.kinds[i]; i++) {
		char kind = raw->wire.request.kinds[i];

		words[i] = raw->wire.request.numbers[i] +
			   (kind == 'w' || kind == '~' ? 0 : 32);
		head[3] |= (uint8_t)((kind == '@' || kind == '^') << i);
		head[4] |= (uint8_t)((kind == '>') << i);
	}
	seed(folder, head, words, raw->wire.bytes, raw->wire.size);
}

/* Of the second of four interfaces; four more: field 0 is of no interface. */
static void seed_fields(const char *folder, const struct conform_give *give)
{
	const uint8_t head[HEAD] = {
		give->caps[0] == CONFORM_STRANGE ? 1 + 4 : 1,
		(uint8_t)give->method,
	};
	const uint64_t words[WORDS] = { [WORDS - 1] = conform_seen(give) };

	seed(folder, head, words, NULL, 0);
}

/* Of the fourth: a ring with one record that waits, as the harness sets its head. */
static void seed_told(const char *folder, const struct conform_told *told)
{
	const uint8_t head[HEAD] = { 3 };
	const uint64_t words[WORDS] = { 1 | UINT64_C(1) << 32 };
	struct vesper_message m = conform_message(&told->words);
	uint64_t record[8] = { conform_news[told->type].method * CONFORM_POST };

	memcpy(record + 1, vesper_message_words(&m), 7 * sizeof(*record));
	seed(folder, head, words, (const uint8_t *)record, sizeof(record));
}

static int write_seeds(const char *folder)
{
	for (unsigned i = 0; i < conform_raw_count; i++)
		seed_raw(folder, &conform_raws[i]);
	for (unsigned i = 0; i < conform_fields_count; i++)
		seed_fields(folder, &conform_fields[i]);
	for (unsigned i = 0; i < conform_told_count; i++)
		seed_told(folder, &conform_tolds[i]);
	return 0;
}

static void connect_told(void)
{
	uint32_t to = vesper_host_area(AREA), from = vesper_host_area(AREA);

	conform_told = (conformance_told){ TOLD, to, from };
	told_client = vesper_host_client(to, from, AREA,
					 CONFORMANCE_TOLD_FROM_SLOT);
	told_client.to_slots = to;
	told_client.to_stride = CONFORMANCE_TOLD_TO_SLOT;
	told_client.from_slots = from;
	told_client.from_stride = CONFORMANCE_TOLD_FROM_SLOT;
	told_client.callers = 1;
	told_client.ring_depth = CONFORMANCE_TOLD_RING_DEPTH;
	told_client.cells = 2;
	vesper_host_connect(TOLD, conformance_told_dispatch, &told_client);
}

int main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "--seeds") == 0)
		return write_seeds(argv[2]);
	conform_self = (conformance_all){ SLOT, vesper_host_area(AREA),
					  vesper_host_area(AREA) };
	conform_heap = vesper_address(conform_self.to + HEAP);
	client = vesper_host_client(conform_self.to, conform_self.from, AREA,
				    CONFORMANCE_ALL_FROM_SLOT);
	vesper_host_connect(SLOT, watch, &client);
	conform_forge_no_more();
	connect_told();
	printf("1..%u\n", conform_count());
	conform_run();
	return failed ? 1 : 0;
}
