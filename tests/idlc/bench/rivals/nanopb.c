/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * nanopb: the encoding of Protocol Buffers, with room for all in structs.
 */
#include <string.h>

#include <pb_decode.h>
#include <pb_encode.h>

#include "messages.pb.h"
#include "rival.h"

static uint8_t buffer[RIVAL_BUFFER];
static union {
	Nothing nothing;
	Block block;
	Text text;
	Bytes bytes;
	Items items;
	Outer outer;
} sent[7], got;

static bool pass(const pb_msgdesc_t *fields, const void *from, void *to)
{
	pb_ostream_t out = pb_ostream_from_buffer(buffer, sizeof(buffer));
	pb_istream_t in;

	if (!pb_encode(&out, fields, from))
		return false;
	in = pb_istream_from_buffer(buffer, out.bytes_written);
	return pb_decode(&in, fields, to);
}

static bool ints(void)
{
	IntsIn in = { 1, 2, 3, 4 }, seen;
	IntsOut out, end;

	if (!pass(IntsIn_fields, &in, &seen))
		return false;
	out = (IntsOut){ seen.a + seen.b, seen.c + seen.d };
	if (!pass(IntsOut_fields, &out, &end))
		return false;
	rival_sink = end.x + end.y;
	return true;
}

bool rival_start(void)
{
	for (unsigned i = 0; i < 8; i++)
		sent[2].block.word[i] = i + 1;
	memcpy(sent[3].text.s, rival_text, sizeof(rival_text));
	sent[4].bytes.b.size = RIVAL_BYTES;
	sent[5].items.v_count = RIVAL_ITEMS;
	sent[6].outer.which_which = Outer_in_tag;
	sent[6].outer.which.in.which_which = Inner_four_tag;
	return true;
}

bool rival_once(unsigned which)
{
	static const pb_msgdesc_t *const fields[] = {
		Nothing_fields, NULL, Block_fields, Text_fields, Bytes_fields,
		Items_fields, Outer_fields,
	};

	if (which == 1)
		return ints();
	return which < 7 && pass(fields[which], &sent[which], &got);
}
