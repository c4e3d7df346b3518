/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * <component.h> and component.c: what the manifest says, in C. They depend on
 * the component alone, never on a system: where a handle, a parameter or a
 * device lies is the linker's business, so that a change of the system
 * recompiles nothing.
 *
 * The portals stand in the header, weak, so that they are compiled together
 * with the methods that they call; component.c has them for a component whose
 * sources do not include it.
 */
#include "generate.h"

#include <inttypes.h>

static void head(struct emit *out, const struct component *component)
{
	emit(out, "/* SPDX-License-Identifier: BlueOak-1.0.0 */\n"
	     "/* Made by vlink from the manifest of component %s. */\n",
	     component->name);
}

/* Each interface's header once, in order of first use. */
static void includes(struct emit *out, const struct component *component)
{
	const char *seen[256];
	size_t count = 0;

	for (size_t i = 0;
	     i < component->provides_count + component->uses_count; i++) {
		const struct interface *interface =
			i < component->provides_count ?
			component->provides[i].interface :
			component->uses[i - component->provides_count].interface;
		size_t j;

		for (j = 0; j < count; j++)
			if (seen[j] == interface->header)
				break;
		if (j < count || count == 256)
			continue;
		seen[count++] = interface->header;
		emit(out, "#include <%s>\n", interface->header);
	}
}

static void use(struct emit *out, const struct use_decl *use)
{
	const char *type = use->interface->c_name;

	if (use->buffers)
		emit(out, "extern uint8_t %s_to[], %s_from[];\n"
		     "enum { %s_buffers = %" PRIu64 " };\n"
		     "VESPER_BUFFERS(%s)\n", use->name,
		     use->name, use->name, use->buffers, use->name);
	switch (use->count) {
	case USE_ONE:
		emit(out, "extern const %s %s;\n", type, use->name);
		break;
	case USE_OPTIONAL:
		emit(out, "extern const %s %s;\n", type, use->name);
		emit(out, "static inline bool %s_connected(void)\n"
		     "{\n\treturn %s.slot != ABI_NO_SLOT;\n}\n",
		     use->name, use->name);
		break;
	case USE_MANY:
		emit(out, "extern const %s %s[];\n"
		     "extern const uint32_t %s_count;\n",
		     type, use->name, use->name);
		break;
	}
}

/* The types of parameters, but for string. */
const char *generate_c_type(const char *type)
{
	static const char *const types[][2] = {
		{ "u8", "uint8_t" }, { "u16", "uint16_t" },
		{ "u32", "uint32_t" }, { "u64", "uint64_t" },
		{ "i8", "int8_t" }, { "i16", "int16_t" },
		{ "i32", "int32_t" }, { "i64", "int64_t" },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(types[i][0], type) == 0)
			return types[i][1];
	return "bool";
}

static void param(struct emit *out, const struct param_decl *param)
{
	if (strcmp(param->type, "string") == 0)
		emit(out, "extern const char PARAM_%s[];\n", param->name);
	else
		emit(out, "extern const %s PARAM_%s;\n", generate_c_type(param->type),
		     param->name);
}

/* A setting is read from the block at which the client's record points. */
static void setting(struct emit *out, const struct provide_decl *provide,
		    const struct setting_decl *setting)
{
	const char *type = setting->param.type;

	if (strcmp(type, "string") == 0) {
		emit(out, "static inline const char *%s_%s(const vesper_client "
		     "*client)\n{\n\tconst char *block = (const char *)"
		     "(uintptr_t)client->parameters;\n\n\treturn block + "
		     "*(const uint32_t *)(const void *)(block + %u);\n}\n",
		     provide->name, setting->param.name, setting->offset);
		return;
	}
	type = generate_c_type(type);
	emit(out, "static inline %s %s_%s(const vesper_client *client)\n"
	     "{\n\treturn *(const %s *)(uintptr_t)(client->parameters + "
	     "%u);\n}\n", type, provide->name, setting->param.name, type,
	     setting->offset);
}

static void named_cap(struct emit *out, const struct cap_decl *cap)
{
	const char *type = cap->type == ABI_TYPE_DOMAIN ? "vesper_domain" :
		cap->type == ABI_TYPE_REGION && cap->source == CAP_GIVEN ?
		"vesper_region" : "uint64_t";

	if (cap->source == CAP_SUPERVISED)
		emit(out, "extern const %s %s[];\n"
		     "extern const uint32_t %s_count;\n"
		     "extern const vesper_restart_policy %s_policy[];\n", type,
		     cap->name, cap->name, cap->name);
	else
		emit(out, "extern const %s %s;\n", type, cap->name);
	if (cap->view_name)
		emit(out, "extern const uint64_t %s;\n", cap->view_name);
	if (cap->vp_name)
		emit(out, "enum { %s_number = %u };\n", cap->name,
		     cap->number);
}

/*
 * A device that may be left out is at address 0 then. A weak symbol would be
 * the C way to say that, but the compiler reads its address from a GOT.
 */
static void device(struct emit *out, const struct device_decl *device)
{
	emit(out, "extern volatile uint32_t %s[];\n", device->name);
	if (device->optional)
		emit(out, "static inline bool %s_given(void)\n{\n"
		     "\tuintptr_t address = (uintptr_t)%s;\n\n"
		     "\t__asm__(\"\" : \"+r\"(address));\n"
		     "\treturn address != 0;\n}\n",
		     device->name, device->name);
}

static void handlers(struct emit *out, const struct vp_decl *vp)
{
	for (size_t i = 0; i < vp->handlers_count; i++)
		if (vp->handlers[i].kind != HANDLER_DRAIN)
			emit(out, "void on_%s(%s);\n", vp->handlers[i].name,
			     vp->handlers[i].kind == HANDLER_IRQ ? "void" :
								   "uint64_t bits");
}

/* After the capabilities of its regions and the event. */
static void attached(struct emit *out, const struct component *c,
		     const struct use_decl *use)
{
	uint32_t callers = c->callers ? c->callers : component_callers(c);

	emit(out, "enum { %s_callers = %u };\n"
	     "VESPER_ATTACHED(%s, %s, %s%s, %s%s)\n", use->name, callers,
	     use->name, use->interface->c_name,
	     use->event ? use->name : "0", use->event ? "_event" : "",
	     use->event_high ? use->name : "0",
	     use->event_high ? "_event_high" : "");
}

static void sessions(struct emit *out, const struct provide_decl *provide)
{
	emit(out, "VESPER_SESSIONS(%s, %s, %u)\n", provide->name,
	     provide->interface->c_name, provide->sessions);
	if (provide->event)
		emit(out, "VESPER_SESSION_DRAIN(%s, %s)\n", provide->name,
		     provide->interface->c_name);
}

static void drain(struct emit *out, const struct provide_decl *provide)
{
	emit(out, "VESPER_DRAIN(%s, %s, ", provide->name,
	     provide->interface->c_name);
	if (provide->sessions)
		emit(out, "%s_session_drain(bits))\n", provide->name);
	else
		emit(out, "0)\n");
}

static void session_list(struct emit *out, const struct component *c,
			 size_t index)
{
	const struct provide_decl *provide = &c->provides[index];

	emit(out, "VESPER_SESSION_PORTAL(%s, %s)\n"
	     "VESPER_SESSION_LIST(%s, %s, %u, %zu, UINT64_C(%" PRIu64 "), ",
	     provide->name, provide->interface->c_name, provide->name,
	     provide->interface->c_name, provide->first_session, index,
	     provide->time);
	if (provide->event)
		emit(out, "&%s_event)\n", provide->name);
	else
		emit(out, "NULL)\n");
}

static bool has_recovery(const struct component *c)
{
	for (size_t i = 0; i < c->vps_count; i++)
		if (c->vps[i].recovery)
			return true;
	return false;
}

static void declarations(struct emit *out, const struct component *c)
{
	for (size_t i = 0; i < c->uses_count; i++)
		use(out, &c->uses[i]);
	for (size_t i = 0; i < c->provides_count; i++)
		for (size_t j = 0; j < c->provides[i].settings_count; j++)
			setting(out, &c->provides[i],
				&c->provides[i].settings[j]);
	for (size_t i = 0; i < c->params_count; i++)
		param(out, &c->params[i]);
	for (size_t i = 0; i < c->devices_count; i++)
		device(out, &c->devices[i]);
	for (size_t i = 0; i < c->regions_count; i++)
		if (!c->regions[i].is_heap)
			emit(out, "extern uint8_t %s[];\n",
			     c->regions[i].name);
	for (size_t i = 0; i < c->debugs_count; i++)
		emit(out, "extern const uint64_t %s;\n", c->debugs[i].name);
	for (size_t i = 0; i < c->cap_decls_count; i++)
		named_cap(out, &c->cap_decls[i]);
	if (c->free_slots)
		emit(out, "extern const uint64_t %s;\n", c->free_slots_name);
	for (size_t i = 0; i < c->uses_count; i++)
		if (c->uses[i].is_attached)
			attached(out, c, &c->uses[i]);
	if (c->callers)
		emit(out, "enum { CALLERS_FIRST = %u, CALLERS = %u };\n",
		     component_callers(c), c->callers);
	if (c->fault.name)
		emit(out, "vesper_status %s(struct abi_fault *fault);\n",
		     c->fault.name);
	for (size_t i = 0; i < c->vps_count; i++)
		if (strcmp(c->vps[i].name, "main") == 0)
			emit(out, "int main(void);\n");
		else if (c->vps[i].recovery)
			emit(out, "vesper_status %s(struct abi_fault *fault);\n",
			     c->vps[i].name);
		else if (!c->vps[i].is_for_restarts)
			emit(out, "void %s(void);\n", c->vps[i].name);
	for (size_t i = 0; i < c->vps_count; i++)
		handlers(out, &c->vps[i]);
}

static bool has_buffers(const struct component *component)
{
	for (size_t i = 0; i < component->uses_count; i++)
		if (component->uses[i].buffers)
			return true;
	return false;
}

static void header_begin(struct emit *out, const struct component *component)
{
	head(out, component);
	emit(out, "#ifndef COMPONENT_H\n#define COMPONENT_H\n\n"
	     "#include <vesper/types.h>\n");
	if (component->fault.name || has_recovery(component))
		emit(out, "#include <vesper/fault.h>\n");
	if (component->heap)
		emit(out, "#include <vesper/heap.h>\n");
	includes(out, component);
	if (has_buffers(component))
		emit(out, "#include <vesper/buffer.h>\n");
	if (component->attached)
		emit(out, "#include <vesper/attach.h>\n");
	emit(out, "\n");
	declarations(out, component);
}

void generate_host_header(struct emit *out, const struct component *component)
{
	header_begin(out, component);
	emit(out, "\n#endif\n");
}

void generate_header(struct emit *out, const struct component *component)
{
	header_begin(out, component);
	if (component->provides_count)
		emit(out, "\n#include <vesper/portal.h>\n");
	for (size_t i = 0; i < component->uses_count; i++)
		if (component->uses[i].event) {
			emit(out, "\n#include <vesper/told.h>\n");
			break;
		}
	for (size_t i = 0; i < component->uses_count; i++)
		if (component->uses[i].event)
			emit(out, "VESPER_TAKE%s(%s)\n",
			     component->uses[i].event_high ? "_HIGH" : "",
			     component->uses[i].name);
	if (component->sessions)
		emit(out, "#include <vesper/session.h>\n");
	for (size_t i = 0; i < component->provides_count; i++)
		if (component->provides[i].sessions)
			sessions(out, &component->provides[i]);
	for (size_t i = 0; i < component->provides_count; i++)
		if (component->provides[i].event)
			drain(out, &component->provides[i]);
	for (size_t i = 0; i < component->provides_count; i++)
		emit(out, "VESPER_PORTAL(%s, %s)\n",
		     component->provides[i].name,
		     component->provides[i].interface->c_name);
	emit(out, "\n#endif\n");
}

void generate_source(struct emit *out, const struct component *component)
{
	head(out, component);
	emit(out, "#include <component.h>\n#include <vesper/handler.h>\n");
	for (size_t i = 0; i < component->vps_count; i++)
		if (component->vps[i].threads > 1)
			emit(out, "#include <vesper/threads.h>\n");
	emit(out, "\n");
	for (size_t i = 0; i < component->uses_count; i++)
		if (component->uses[i].buffers)
			emit(out, "VESPER_BUFFERS_HEAP(%s, to)\n"
			     "VESPER_BUFFERS_HEAP(%s, from)\n",
			     component->uses[i].name, component->uses[i].name);
	for (size_t i = 0; i < component->provides_count; i++)
		if (component->provides[i].sessions)
			session_list(out, component, i);
	if (component->fault.name)
		emit(out, "VESPER_FAULT(vesper_fault, %s)\n",
		     component->fault.name);
	if (component->provides_count)
		emit(out, "#include <vesper/limited.h>\n");
	for (size_t i = 0; i < component->provides_count; i++)
		emit(out, "VESPER_PORTAL_LIMITED(%s);\n",
		     component->provides[i].name);
	generate_run(out, component);
}
