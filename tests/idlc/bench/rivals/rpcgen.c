/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * XDR, as rpcgen and libtirpc make it. What is decoded goes into memory that is
 * there already, or malloc would be most of it.
 */
#include "messages.h"
#include "rival.h"

static char buffer[RIVAL_BUFFER];
static block sent_block, got_block;
static char got_text[257];
static char sent_bytes[RIVAL_BYTES], got_bytes[RIVAL_BYTES];
static item sent_items[RIVAL_ITEMS], got_items[RIVAL_ITEMS];
static outer sent_outer = { .tag = 1, .outer_u.in = { .tag = 2 } }, got_outer;

/* Through the buffer: from `sent` to `got`. */
static bool pass(xdrproc_t proc, void *sent, void *got)
{
	XDR x;

	xdrmem_create(&x, buffer, sizeof(buffer), XDR_ENCODE);
	if (!proc(&x, sent))
		return false;
	xdrmem_create(&x, buffer, sizeof(buffer), XDR_DECODE);
	return proc(&x, got);
}

static bool ints(void)
{
	ints_in in = { 1, 2, 3, 4 }, got;
	ints_out out, end;

	if (!pass((xdrproc_t)xdr_ints_in, &in, &got))
		return false;
	out = (ints_out){ got.a + got.b, got.c + got.d };
	if (!pass((xdrproc_t)xdr_ints_out, &out, &end))
		return false;
	rival_sink = end.x + end.y;
	return true;
}

static bool lists(unsigned which)
{
	char *from = rival_text, *to = got_text;
	octets b = { RIVAL_BYTES, sent_bytes }, b_got = { 0, got_bytes };
	items v = { RIVAL_ITEMS, sent_items }, v_got = { 0, got_items };

	if (which == 3)
		return pass((xdrproc_t)xdr_text, &from, &to) && to[0];
	if (which == 4)
		return pass((xdrproc_t)xdr_octets, &b, &b_got) &&
			b_got.octets_len;
	return pass((xdrproc_t)xdr_items, &v, &v_got) && v_got.items_len;
}

bool rival_start(void)
{
	return true;
}

bool rival_once(unsigned which)
{
	switch (which) {
	case 0:
		return pass((xdrproc_t)xdr_void, NULL, NULL);
	case 1:
		return ints();
	case 2:
		return pass((xdrproc_t)xdr_block, &sent_block, &got_block);
	case 6:
		return pass((xdrproc_t)xdr_outer, &sent_outer, &got_outer);
	default:
		return lists(which);
	}
}
