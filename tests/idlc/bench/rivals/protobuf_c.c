/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * protobuf-c: the encoding of Protocol Buffers; what is decoded is allocated.
 */
#include "messages.pb-c.h"
#include "rival.h"

static uint8_t buffer[RIVAL_BUFFER];
static ProtobufCMessage *sent[7];

static Nothing nothing;
static Block block;
static uint64_t words[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
static Text text;
static Bytes bytes;
static uint8_t content[RIVAL_BYTES];
static Items items;
static Item item[RIVAL_ITEMS];
static Item *item_list[RIVAL_ITEMS];
static Four four;
static uint32_t numbers[4];
static Inner inner;
static Outer outer;

static ProtobufCMessage *pass(const ProtobufCMessage *from)
{
	size_t size = protobuf_c_message_pack(from, buffer);

	return protobuf_c_message_unpack(from->descriptor, NULL, size, buffer);
}

static bool ints(void)
{
	IntsIn in = INTS_IN__INIT, *got;
	IntsOut out = INTS_OUT__INIT, *end;

	in.a = 1;
	in.b = 2;
	in.c = 3;
	in.d = 4;
	got = (IntsIn *)pass(&in.base);
	if (!got)
		return false;
	out.x = got->a + got->b;
	out.y = got->c + got->d;
	ints_in__free_unpacked(got, NULL);
	end = (IntsOut *)pass(&out.base);
	if (!end)
		return false;
	rival_sink = end->x + end->y;
	ints_out__free_unpacked(end, NULL);
	return true;
}

static void lists_start(void)
{
	text__init(&text);
	text.s = rival_text;
	bytes__init(&bytes);
	bytes.b = (ProtobufCBinaryData){ RIVAL_BYTES, content };
	items__init(&items);
	for (unsigned i = 0; i < RIVAL_ITEMS; i++) {
		item__init(&item[i]);
		item_list[i] = &item[i];
	}
	items.n_v = RIVAL_ITEMS;
	items.v = item_list;
}

bool rival_start(void)
{
	nothing__init(&nothing);
	block__init(&block);
	block.n_word = 8;
	block.word = words;
	lists_start();
	four__init(&four);
	four.n_f = 4;
	four.f = numbers;
	inner__init(&inner);
	inner.which_case = INNER__WHICH_FOUR;
	inner.four = &four;
	outer__init(&outer);
	outer.which_case = OUTER__WHICH_IN;
	outer.in = &inner;
	sent[0] = &nothing.base;
	sent[2] = &block.base;
	sent[3] = &text.base;
	sent[4] = &bytes.base;
	sent[5] = &items.base;
	sent[6] = &outer.base;
	return true;
}

bool rival_once(unsigned which)
{
	ProtobufCMessage *got;

	if (which == 1)
		return ints();
	got = which < 7 ? pass(sent[which]) : NULL;
	if (!got)
		return false;
	protobuf_c_message_free_unpacked(got, NULL);
	return true;
}
