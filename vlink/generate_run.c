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

/* The bits of an event, which are taken. */
static void bits_of(struct emit *out, bool has_threads, size_t vp,
		    const char *event)
{
	if (has_threads)
		emit(out, "vesper_thread_take(%s_number)", event);
	else
		emit(out, "vesper_handler_bits(%zu, %s, %s_number)", vp, event,
		     event);
}

/* One handler, in the monitor if there is one. */
static void handler(struct emit *out, const struct component *c, size_t vp,
		    const struct handler_decl *handler)
{
	bool has_threads = c->vps[vp].threads > 1;
	const char *name = handler->name;

	emit(out, "\tbits = ");
	bits_of(out, has_threads, vp, handler->event);
	if (handler->kind == HANDLER_DRAIN)
		emit(out, " | %s_left", name);
	if (handler->event_high) {
		emit(out, " |\n\t\t");
		bits_of(out, has_threads, vp, handler->event_high);
		emit(out, " << %u", NOTIFY_HIGH);
	}
	emit(out, ";\n\tif (bits) {\n");
	if (c->self)
		emit(out, "\t\t(void)vesper_%s_enter(%s.slot);\n",
		     has_threads ? "thread" : "monitor", c->self);
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
		emit(out, "\t\t(void)vesper_%s(%s.slot);\n",
		     has_threads ? "thread_leave" : "monitor_exit", c->self);
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
	if (decl->threads == 1)
		others(out, c, vp);
	emit(out, "\treturn more;\n}\n\n");
}

/* Its own function may be left out if there are handlers. */
static void weak(struct emit *out, const struct vp_decl *vp)
{
	emit(out, "__attribute__((weak)) %s %s(void)\n{\n%s}\n\n",
	     is_main(vp) ? "int" : "void", vp->name,
	     is_main(vp) ? "\treturn 0;\n" : "");
}

static void threads(struct emit *out, const struct vp_decl *vp)
{
	emit(out, "extern const struct abi_threads vesper_threads_%s;\n"
	     "static struct vesper_scheduler %s_scheduler;\n"
	     "static uint64_t %s_bits[%u];\n\n", vp->name, vp->name, vp->name,
	     vp->events ? vp->events : 1);
}

/* What comes when its function has returned. */
static const char *rest_of(const struct vp_decl *vp)
{
	return vp->threads == 1 ? "\t\t(void)vesper_block();\n" :
	       vp->handlers_count ? "\t\tvesper_thread_wait_any();\n" :
				    "\t\tvesper_thread_exit();\n";
}

static void start(struct emit *out, const struct component *c, size_t index)
{
	const struct vp_decl *vp = &c->vps[index];

	if (vp->threads > 1)
		threads(out, vp);
	if (vp->handlers_count) {
		round_of(out, c, index);
		weak(out, vp);
	}
	emit(out, "_Noreturn void %s(void);\n_Noreturn void %s(void)\n{\n",
	     vp->start, vp->start);
	if (vp->threads > 1)
		emit(out, "\tvesper_threads_begin(&%s_scheduler, %zu, "
		     "&vesper_threads_%s,\n\t\t%s_bits);\n", vp->name, index,
		     vp->name, vp->name);
	emit(out, "\t(void)%s();\n\tfor (;;)\n", vp->name);
	if (vp->handlers_count)
		emit(out, "\t\tif (!%s_round())\n\t", vp->name);
	emit(out, "%s}\n", rest_of(vp));
}

bool vp_starts_here(const struct vp_decl *vp)
{
	return !vp->is_for_restarts &&
	       (!is_main(vp) || vp->handlers_count || vp->threads > 1);
}

void generate_run(struct emit *out, const struct component *component)
{
	for (size_t i = 0; i < component->vps_count; i++) {
		const struct vp_decl *vp = &component->vps[i];

		if (vp->recovery)
			emit(out, "VESPER_FAULT(%s, %s)\n", vp->start,
			     vp->name);
		else if (vp_starts_here(vp))
			start(out, component, i);
	}
}
