/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include "wire_echo.h"

#include <string.h>

#include <wire.idl.h>

const vesper_client *wire_echo_last;

static void give_text(struct vesper_text *to, struct vesper_string from)
{
	vesper_copy(to->data, from.data, from.size);
	to->data[from.size] = '\0';
	to->size = from.size;
}

vesper_status wire_echo_serve_ping(const vesper_client *client)
{
	wire_echo_last = client;
	return OK;
}

vesper_status wire_echo_serve_fail(const vesper_client *client, uint8_t how)
{
	wire_echo_last = client;
	return (int8_t)how;
}

vesper_status wire_root_serve_ping(const vesper_client *client)
{
	return wire_echo_serve_ping(client);
}

vesper_status wire_root_serve_fail(const vesper_client *client, uint8_t how)
{
	return wire_echo_serve_fail(client, how);
}

vesper_status wire_echo_serve_bytes(const vesper_client *client,
	uint8_t a, int8_t b, bool c, wire_color d, wire_access e, wire_state f,
	wire_flags g, uint8_t *ra, int8_t *rb, bool *rc, wire_color *rd,
	wire_access *re, wire_state *rf, wire_flags *rg)
{
	wire_echo_last = client;
	*ra = a;
	*rb = b;
	*rc = c;
	*rd = d;
	*re = e;
	*rf = f;
	*rg = g;
	return OK;
}

vesper_status wire_echo_serve_words(const vesper_client *client,
	uint64_t a, int64_t b, wire_lba c, wire_huge d,
	uint64_t *ra, int64_t *rb, wire_lba *rc, wire_huge *rd)
{
	wire_echo_last = client;
	*ra = a;
	*rb = b;
	*rc = c;
	*rd = d;
	return OK;
}

vesper_status wire_echo_serve_packed(const vesper_client *client,
	uint8_t a, int8_t b, bool c, wire_color d, uint16_t e, int16_t f,
	uint32_t g, int32_t h, uint64_t i, bool j, uint8_t *ra, int8_t *rb,
	bool *rc, wire_color *rd, uint16_t *re, int16_t *rf, uint32_t *rg,
	int32_t *rh, uint64_t *ri, bool *rj)
{
	wire_echo_last = client;
	*ra = a;
	*rb = b;
	*rc = c;
	*rd = d;
	*re = e;
	*rf = f;
	*rg = g;
	*rh = h;
	*ri = i;
	*rj = j;
	return OK;
}

vesper_status wire_echo_serve_record(const vesper_client *client,
	const uint64_t a[8], int8_t b, const struct wire_person *c,
	uint64_t ra[8], int8_t *rb, struct wire_person *rc)
{
	wire_echo_last = client;
	memcpy(ra, a, 8 * sizeof(*a));
	*rb = b;
	/* With rubbish where nothing belongs: it must not get out. */
	memset(rc, 0x55, sizeof(*rc));
	rc->name.size = c->name.size;
	memcpy(rc->name.data, c->name.data, c->name.size);
	rc->path.count = c->path.count;
	memcpy(rc->path.data, c->path.data,
	       c->path.count * sizeof(c->path.data[0]));
	memcpy(rc->colors, c->colors, sizeof(c->colors));
	rc->home = c->home;
	return OK;
}

vesper_status wire_echo_serve_small(const vesper_client *client,
	const struct wire_point *a, const struct wire_odd *b, const wire_mac c,
	struct wire_point *ra, struct wire_odd *rb, wire_mac rc)
{
	wire_echo_last = client;
	*ra = *a;
	*rb = *b;
	memcpy(rc, c, sizeof(wire_mac));
	return OK;
}

vesper_status wire_echo_serve_checked(const vesper_client *client,
	const struct wire_pixel *a, struct wire_pixel *ra)
{
	wire_echo_last = client;
	*ra = *a;
	ra->reserved_0[1] = 0x55;
	return OK;
}

vesper_status wire_echo_serve_either(const vesper_client *client,
	const struct wire_shape *a, struct wire_shape *ra)
{
	wire_echo_last = client;
	*ra = *a;
	return OK;
}

vesper_status wire_echo_serve_text(const vesper_client *client,
	struct vesper_string a, struct vesper_text *ra)
{
	wire_echo_last = client;
	give_text(ra, a);
	return a.data[a.size] == '\0' ? OK : E_STATE;
}

vesper_status wire_echo_serve_two(const vesper_client *client,
	struct vesper_string a, uint32_t n, struct vesper_string b,
	struct vesper_text *rb, uint32_t *rn, struct vesper_text *ra)
{
	wire_echo_last = client;
	give_text(rb, b);
	*rn = n;
	give_text(ra, a);
	return OK;
}

vesper_status wire_echo_serve_points(const vesper_client *client,
	const struct wire_point *a, uint32_t a_count,
	struct wire_point *ra, uint32_t *ra_count)
{
	wire_echo_last = client;
	vesper_copy(ra, a, a_count * sizeof(*a));
	*ra_count = a_count;
	return OK;
}

vesper_status wire_echo_serve_colors(const vesper_client *client,
	const wire_color *a, uint32_t a_count,
	wire_color *ra, uint32_t *ra_count)
{
	wire_echo_last = client;
	vesper_copy(ra, a, a_count);
	*ra_count = a_count;
	return OK;
}

vesper_status wire_echo_serve_shapes(const vesper_client *client,
	const struct wire_shape *a, uint32_t a_count,
	struct wire_shape *ra, uint32_t *ra_count)
{
	wire_echo_last = client;
	vesper_copy(ra, a, a_count * sizeof(*a));
	*ra_count = a_count;
	return OK;
}

vesper_status wire_echo_serve_macs(const vesper_client *client,
	const wire_mac *a, uint32_t a_count, const uint8_t (*b)[3],
	uint32_t b_count, wire_mac *ra, uint32_t *ra_count, uint8_t (*rb)[3],
	uint32_t *rb_count)
{
	wire_echo_last = client;
	vesper_copy(ra, a, a_count * sizeof(*a));
	*ra_count = a_count;
	vesper_copy(rb, b, b_count * sizeof(*b));
	*rb_count = b_count;
	return OK;
}

vesper_status wire_echo_serve_large(const vesper_client *client,
	struct vesper_string a, const uint32_t *b, uint32_t b_count,
	struct vesper_text *ra, uint32_t *rb, uint32_t *rb_count)
{
	wire_echo_last = client;
	give_text(ra, a);
	vesper_copy(rb, b, b_count * sizeof(*b));
	*rb_count = b_count;
	return OK;
}

vesper_status wire_echo_serve_again(const vesper_client *client,
	uint32_t self_, uint32_t status_, uint32_t *m_)
{
	wire_echo_last = client;
	*m_ = self_ + status_;
	return OK;
}

vesper_status wire_echo_serve_struct(const vesper_client *client,
	uint32_t in, uint32_t out, uint32_t string, uint32_t *reserved)
{
	wire_echo_last = client;
	*reserved = in + out + string;
	return OK;
}

vesper_status wire_echo_serve_halves(const vesper_client *client, uint32_t a,
	uint32_t b, uint32_t *ra, uint32_t *rb)
{
	wire_echo_last = client;
	*ra = a;
	*rb = b;
	return a == UINT32_MAX ? E_FULL : OK;
}

vesper_status wire_echo_serve_pieces(const vesper_client *client, bool a,
	int16_t b, wire_color c, bool *ra, int16_t *rb, wire_color *rc)
{
	wire_echo_last = client;
	*ra = a;
	*rb = b;
	*rc = c;
	return OK;
}

vesper_status wire_echo_serve_buffers(const vesper_client *client,
	const uint8_t *a, uint32_t a_count, uint8_t *b, uint32_t b_count,
	struct wire_point *c, uint32_t c_count, uint32_t *sum)
{
	wire_echo_last = client;
	for (uint32_t i = 0; i < a_count && i < b_count; i++)
		b[i] = (uint8_t)(a[i] + 1);
	for (uint32_t i = 0; i < c_count; i++) {
		*sum += (uint32_t)c[i].x;
		c[i].y = c[i].x;
	}
	return OK;
}
