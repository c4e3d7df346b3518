/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Components, continued: `on NAME, ...;` of a vp. Each name is something with an
 * event, which is bound to the vp, and gets a handler, which the runtime calls
 * when the vp's own function has returned (vesper/handler.h). In a component that
 * provides something it does so inside the monitor, for which it needs a
 * capability for its own domain.
 */
#include "declare.h"

#include "base/suggest.h"

typedef VEC(struct handler_decl) handlers;

static struct provide_decl *provide_named(struct draft *draft,
					  const char *name)
{
	for (uint32_t i = 0; i < draft->provides.count; i++)
		if (draft->provides.items[i].name == name)
			return &draft->provides.items[i];
	return NULL;
}

static struct use_decl *use_named(struct draft *draft, const char *name)
{
	for (uint32_t i = 0; i < draft->uses.count; i++)
		if (draft->uses.items[i].name == name)
			return &draft->uses.items[i];
	return NULL;
}

/* Of an event, or of what has one. */
static struct cap_decl *cap_named(struct draft *draft, const char *name)
{
	struct cap_decl *list = draft->caps.items;

	for (uint32_t i = 0; i < draft->caps.count; i++) {
		if (list[i].name != name || list[i].source == CAP_GIVEN)
			continue;
		if (list[i].type == ABI_TYPE_EVENT || list[i].event)
			return &list[i];
	}
	return NULL;
}

static void unknown(struct draft *draft, const struct word *word)
{
	struct suggest suggest = suggest_start(word->text);

	for (uint32_t i = 0; i < draft->provides.count; i++)
		suggest_offer(&suggest, draft->provides.items[i].name);
	for (uint32_t i = 0; i < draft->uses.count; i++)
		suggest_offer(&suggest, draft->uses.items[i].name);
	for (uint32_t i = 0; i < draft->caps.count; i++)
		if (cap_named(draft, draft->caps.items[i].name))
			suggest_offer(&suggest, draft->caps.items[i].name);
	diag_error(draft->front->diag, word->at, CHECK_NO_MEMBER,
		   "component %s has no event, irq, supervises, provides or uses "
		   "'%s'%s", draft->component->name, word->text,
		   suggest_text(&suggest, draft->front->arena));
}

/* false: it has a vp already. */
static bool event_take(struct draft *draft, const struct word *word,
		       struct cap_decl *event, const char *vp)
{
	if (!event->vp_name) {
		event->vp_name = vp;
		event->vp_where = word->at;
		return true;
	}
	diag_error(draft->front->diag, word->at, CHECK_DOUBLE,
		   "'%s' is bound to a vp already", word->text);
	diag_note(draft->front->diag, event->vp_where, "the first is here");
	return false;
}

static struct handler_decl *handler_new(struct draft *draft,
					const struct word *word,
					handlers *list, enum handler_kind kind)
{
	struct front *front = draft->front;
	struct handler_decl *handler = VEC_PUSH(front->arena, list);
	struct word name = *word;

	*handler = (struct handler_decl){ .kind = kind, .name = word->text,
					  .event = word->text };
	if (kind == HANDLER_DRAIN)
		return handler;
	name.text = intern_string(front->interner, arena_printf(front->arena,
		"on_%s", word->text));
	names_add_c(front, &draft->names, &name, "a");
	return handler;
}

/* The vp as the word that a statement would have for it. */
static struct word vp_word(const struct word *word, const struct vp_decl *vp)
{
	struct word name = *word;

	name.text = vp->name;
	return name;
}

/*
 * `on NAME` of an interface: its event comes into being here, if it has methods
 * of the kind that need one. True if it has.
 */
static bool on_interface(struct draft *draft, const struct word *word,
			 const struct vp_decl *vp, size_t event,
			 const struct interface *interface,
			 enum abi_note_kind kind)
{
	if (event) {
		(void)event_take(draft, word,
				 &draft->caps.items[event - 1], vp->name);
		return false;
	}
	return interface && interface_has(draft->front, interface, kind);
}

static void on_provided(struct draft *draft, const struct word *word,
			const struct vp_decl *vp,
			struct provide_decl *provide, handlers *list)
{
	struct front *front = draft->front;
	struct word name = vp_word(word, vp);

	if (!on_interface(draft, word, vp, provide->event, provide->interface,
			  ABI_NOTE_ONEWAY))
		return;
	provide->event = event_declare(front, &draft->names, &draft->caps,
				       word, "event", &name);
	name_derive(front, &draft->names, word, "drain");
	name_derive(front, &draft->names, word, "clients");
	handler_new(draft, word, list, HANDLER_DRAIN)->event =
		draft->caps.items[provide->event - 1].name;
}

static void on_used(struct draft *draft, const struct word *word,
		    const struct vp_decl *vp, struct use_decl *use,
		    handlers *list)
{
	struct word name = vp_word(word, vp);
	struct handler_decl *handler;

	if (!on_interface(draft, word, vp, use->event, use->interface,
			  ABI_NOTE_NOTIFY))
		return;
	use_events(draft, use, word, &name);
	handler = handler_new(draft, word, list, HANDLER_BITS);
	handler->event = draft->caps.items[use->event - 1].name;
	if (use->event_high)
		handler->event_high =
			draft->caps.items[use->event_high - 1].name;
}

static void on_cap(struct draft *draft, const struct word *word,
		   const struct vp_decl *vp, handlers *list)
{
	struct cap_decl *cap = cap_named(draft, word->text), *event = cap;
	bool is_irq = cap && cap->type == ABI_TYPE_IRQ;

	if (!cap) {
		unknown(draft, word);
		return;
	}
	if (cap->type != ABI_TYPE_EVENT)
		event = &draft->caps.items[cap->event];
	if (event_take(draft, word, event, vp->name))
		handler_new(draft, word, list, is_irq ? HANDLER_IRQ :
			    HANDLER_BITS)->event = event->name;
}

static void vp_finish(struct draft *draft, struct vp_decl *vp)
{
	const struct word *word = vp->on;
	handlers list = { 0 };

	for (size_t i = 0; i < vp->on_count; i++) {
		struct provide_decl *provide = provide_named(draft,
							     word->text);
		struct use_decl *use = use_named(draft, word->text);

		if (provide)
			on_provided(draft, word, vp, provide, &list);
		else if (use)
			on_used(draft, word, vp, use, &list);
		else
			on_cap(draft, word, vp, &list);
		word = word_next_item(word);
	}
	vp->handlers = list.items;
	vp->handlers_count = list.count;
}

/* Its own, if it has declared one. */
static const char *self_find(struct draft *draft)
{
	struct front *front = draft->front;
	struct cap_decl *cap;

	for (uint32_t i = 0; i < draft->caps.count; i++)
		if (draft->caps.items[i].type == ABI_TYPE_DOMAIN &&
		    draft->caps.items[i].source == CAP_OWN)
			return draft->caps.items[i].name;
	cap = VEC_PUSH(front->arena, &draft->caps);
	cap->name = intern_string(front->interner, "vesper_self");
	cap->where = draft->component->where;
	cap->type = ABI_TYPE_DOMAIN;
	cap->rights = ABI_RIGHT_CONTROL;
	return cap->name;
}

void on_finish(struct draft *draft)
{
	bool any = false;

	for (uint32_t i = 0; i < draft->vp_list.count; i++) {
		vp_finish(draft, &draft->vp_list.items[i]);
		any |= draft->vp_list.items[i].handlers_count != 0;
	}
	if (any && draft->provides.count)
		draft->component->self = self_find(draft);
}
