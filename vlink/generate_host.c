/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A component on the host: definitions of what the static linker makes. Each use
 * has a slot, by its place in the manifest from 1 on, with the double of its
 * interface behind it, and areas of its own; a device is plain memory.
 *
 * The file does not see <component.h>: what is constant to the component, its
 * handles, is filled in here.
 */
#include "generate.h"

#include <inttypes.h>

#define DEVICE_WORDS 4096u	/* 16 KiB: more than any driver here looks at */

/* "a/b.idl.h" -> "a/b.doubles.h" */
static void doubles(struct emit *out, const struct component *c)
{
	for (size_t i = 0; i < c->uses_count; i++) {
		const char *header = c->uses[i].interface->header;
		size_t j;

		for (j = 0; j < i; j++)
			if (c->uses[j].interface->header == header)
				break;
		if (j == i)
			emit(out, "#include <%.*s.doubles.h>\n",
			     (int)(strlen(header) - strlen(".idl.h")), header);
	}
}

static void use(struct emit *out, const struct use_decl *use, size_t slot)
{
	const char *type = use->interface->c_name;

	emit(out, "%s %s[1] = { { .slot = %zu } };\n"
	     "static vesper_client %s_client;\n", type, use->name, slot,
	     use->name);
	if (use->count == USE_MANY)
		emit(out, "const uint32_t %s_count = 1;\n", use->name);
	if (use->buffers)
		emit(out, "uint8_t %s_to[%" PRIu64 "], %s_from[%" PRIu64
		     "];\n", use->name, use->buffers, use->name,
		     use->buffers);
}

/* Text in C quotes. */
static void quoted(struct emit *out, const char *text)
{
	emit(out, "\"");
	for (; text && *text; text++)
		emit(out, "\\%03o", (unsigned)(unsigned char)*text);
	emit(out, "\"");
}

static void param(struct emit *out, const struct param_decl *param)
{
	if (param->size == 0) {
		emit(out, "const char PARAM_%s[] = ", param->name);
		quoted(out, param->text);
		emit(out, ";\n");
		return;
	}
	emit(out, "const %s PARAM_%s = (%s)UINT64_C(%" PRIu64 ");\n",
	     generate_c_type(param->type), param->name,
	     generate_c_type(param->type), param->value);
}

/* Nothing is behind these slots on the host. */
static void cap(struct emit *out, const struct cap_decl *cap)
{
	const char *type = cap->type == ABI_TYPE_DOMAIN ? "vesper_domain" :
		cap->type == ABI_TYPE_REGION && cap->source == CAP_GIVEN ?
		"vesper_region" : "uint64_t";

	if (cap->source == CAP_SUPERVISED)
		emit(out, "const %s %s[1];\nconst uint32_t %s_count;\n"
		     "const vesper_restart_policy %s_policy[1];\n", type,
		     cap->name, cap->name, cap->name);
	else
		emit(out, "const %s %s;\n", type, cap->name);
	if (cap->view_name)
		emit(out, "const uint64_t %s;\n", cap->view_name);
}

static void connect_all(struct emit *out, const struct component *c)
{
	emit(out, "\nenum { AREA = 1 << 20, SLACK = 1 << 16 };\n"
	     "__attribute__((constructor)) static void "
	     "host_connect(void)\n{\n");
	for (size_t i = 0; i < c->uses_count; i++) {
		const char *name = c->uses[i].name;

		emit(out, "\t%s->to = vesper_host_area(AREA);\n"
		     "\t%s->from = vesper_host_area(AREA);\n"
		     "\t%s_client = vesper_host_client(%s->to, %s->from,\n"
		     "\t\tAREA, SLACK);\n"
		     "\t%s_double_connect(%zu, &%s_client);\n", name, name,
		     name, name, name, c->uses[i].interface->c_name, i + 1,
		     name);
	}
	emit(out, "}\n");
}

void generate_host(struct emit *out, const struct component *c)
{
	emit(out, "/* SPDX-License-Identifier: BlueOak-1.0.0 */\n"
	     "/* Made by vlink for the test of component %s. */\n"
	     "#include <vesper/call.h>\n#define VESPER_DOUBLES\n", c->name);
	doubles(out, c);
	for (size_t i = 0; i < c->uses_count; i++)
		use(out, &c->uses[i], i + 1);
	for (size_t i = 0; i < c->params_count; i++)
		param(out, &c->params[i]);
	for (size_t i = 0; i < c->devices_count; i++)
		emit(out, "volatile uint32_t %s[%u];\n", c->devices[i].name,
		     DEVICE_WORDS);
	for (size_t i = 0; i < c->regions_count; i++)
		emit(out, "uint8_t %s[%" PRIu64 "];\n", c->regions[i].name,
		     c->regions[i].size);
	for (size_t i = 0; i < c->debugs_count; i++)
		emit(out, "const uint64_t %s;\n", c->debugs[i].name);
	for (size_t i = 0; i < c->cap_decls_count; i++)
		cap(out, &c->cap_decls[i]);
	if (c->free_slots)
		emit(out, "const uint64_t %s;\n", c->free_slots_name);
	if (c->uses_count)
		connect_all(out, c);
}
