/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What component.c has for each vp: where it starts, and what it does on what it
 * waits for (`on`) when its own function has returned.
 */
#include "generate.h"

static bool is_main(const struct vp_decl *vp)
{
	return strcmp(vp->name, "main") == 0;
}

/* One handler, in the monitor if there is one. */
static void handler(struct emit *out, const struct component *c, size_t vp,
		    const struct handler_decl *handler)
{
	const char *name = handler->name;

	emit(out, "\tbits = vesper_handler_bits(%zu, %s, %s_number)", vp,
	     handler->event, handler->event);
	if (handler->kind == HANDLER_DRAIN)
		emit(out, " | %s_left", name);
	if (handler->event_high)
		emit(out, " |\n\t\tvesper_handler_bits(%zu, %s, %s_number) << "
		     "%u", vp, handler->event_high, handler->event_high,
		     NOTIFY_HIGH);
	emit(out, ";\n\tif (bits) {\n");
	if (c->self)
		emit(out, "\t\t(void)vesper_monitor_enter(%s.slot);\n",
		     c->self);
	switch (handler->kind) {
	case HANDLER_IRQ:
		emit(out, "\t\ton_%s();\n"
		     "\t\t(void)vesper_irq_acknowledge(%s);\n", name, name);
		break;
	case HANDLER_BITS:
		emit(out, "\t\ton_%s(bits);\n", name);
		break;
	case HANDLER_DRAIN:
		emit(out, "\t\t%s_left = %s_drain(bits);\n"
		     "\t\tmore |= %s_left != 0;\n", name, name, name);
		break;
	}
	if (c->self)
		emit(out, "\t\t(void)vesper_monitor_exit(%s.slot);\n",
		     c->self);
	emit(out, "\t}\n");
}

/* What is bound to the vp and has no handler must not keep it awake. */
static void others(struct emit *out, const struct component *c, size_t vp)
{
	const struct vp_decl *decl = &c->vps[vp];

	for (size_t i = 0; i < c->cap_decls_count; i++) {
		const struct cap_decl *cap = &c->cap_decls[i];
		bool is_handled = false;

		if (cap->vp != vp + 1)
			continue;
		for (size_t j = 0; j < decl->handlers_count; j++)
			is_handled |= decl->handlers[j].event == cap->name ||
				decl->handlers[j].event_high == cap->name;
		if (!is_handled)
			emit(out, "\t(void)vesper_handler_bits(%zu, %s, "
			     "%s_number);\n", vp, cap->name, cap->name);
	}
}

static void round_of(struct emit *out, const struct component *c, size_t vp)
{
	const struct vp_decl *decl = &c->vps[vp];

	for (size_t i = 0; i < decl->handlers_count; i++)
		if (decl->handlers[i].kind == HANDLER_DRAIN)
			emit(out, "static uint64_t %s_left;\n",
			     decl->handlers[i].name);
	emit(out, "\n/* Each handler that has something to do, once: whether "
	     "that was not all. */\n"
	     "static bool %s_round(void)\n{\n\tuint64_t bits;\n"
	     "\tbool more = false;\n\n", decl->name);
	for (size_t i = 0; i < decl->handlers_count; i++)
		handler(out, c, vp, &decl->handlers[i]);
	others(out, c, vp);
	emit(out, "\treturn more;\n}\n\n");
}

/* Its own function may be left out if there are handlers. */
static void start_with_handlers(struct emit *out, const struct component *c,
				size_t vp)
{
	const struct vp_decl *decl = &c->vps[vp];
	const char *type = is_main(decl) ? "int" : "void";

	round_of(out, c, vp);
	emit(out, "__attribute__((weak)) %s %s(void)\n{\n%s}\n\n", type,
	     decl->name, is_main(decl) ? "\treturn 0;\n" : "");
	emit(out, "_Noreturn void %s(void);\n_Noreturn void %s(void)\n{\n"
	     "\t(void)%s();\n\tfor (;;)\n\t\tif (!%s_round())\n"
	     "\t\t\t(void)vesper_block();\n}\n", decl->start,
	     decl->start, decl->name, decl->name);
}

static void start(struct emit *out, const struct vp_decl *vp)
{
	emit(out, "_Noreturn void %s(void);\n"
	     "_Noreturn void %s(void)\n{\n\t%s();\n"
	     "\tfor (;;)\n\t\t(void)vesper_block();\n}\n",
	     vp->start, vp->start, vp->name);
}

void generate_run(struct emit *out, const struct component *component)
{
	for (size_t i = 0; i < component->vps_count; i++) {
		const struct vp_decl *vp = &component->vps[i];

		if (vp->recovery)
			emit(out, "VESPER_FAULT(%s, %s)\n", vp->start,
			     vp->name);
		else if (vp->handlers_count)
			start_with_handlers(out, component, i);
		else if (!is_main(vp) && !vp->is_for_restarts)
			start(out, vp);
	}
}
