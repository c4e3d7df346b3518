/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Components, continued: the kernel objects of a component's own, and the
 * capabilities that it is to be given. Each becomes one declaration with a
 * constant; what its kind of object brings along, as an interrupt its event,
 * becomes one of its own.
 */
#include "front.h"

#include "base/suggest.h"

#define EVENT_RIGHTS	((uint8_t)(ABI_RIGHT_SIGNAL | ABI_RIGHT_WAIT | \
				   ABI_RIGHT_SHARE | ABI_RIGHT_CONTROL))
#define DOMAIN_RIGHTS	((uint8_t)(ABI_RIGHT_SHARE | ABI_RIGHT_CONTROL))
#define REGION_RIGHTS	((uint8_t)(ABI_RIGHT_READ | ABI_RIGHT_WRITE | \
				   ABI_RIGHT_SHARE | ABI_RIGHT_CONTROL))

static struct cap_decl *cap_new(struct front *front, cap_decls *list,
				const struct word *name, enum abi_type type,
				uint8_t rights)
{
	struct cap_decl *cap = VEC_PUSH(front->arena, list);

	cap->name = name->text;
	cap->where = name->at;
	cap->type = type;
	cap->rights = rights;
	return cap;
}

/* A name that comes from another one must be free as well. */
const char *name_derive(struct front *front, struct names *names,
			const struct word *name, const char *ending)
{
	struct word word = *name;

	word.text = intern_string(front->interner,
		arena_printf(front->arena, "%s_%s", name->text, ending));
	names_add_c(front, names, &word, "a");
	return word.text;
}

/* The event of something else. */
static void event_of(struct front *front, struct names *names,
		     cap_decls *list, const struct word *name,
		     const struct word *vp)
{
	struct cap_decl *event = cap_new(front, list, name, ABI_TYPE_EVENT,
					 EVENT_RIGHTS);

	event->name = name_derive(front, names, name, "event");
	if (vp) {
		event->vp_name = vp->text;
		event->vp_where = vp->at;
	}
	list->items[list->count - 2].event = list->count - 1;
}

void irq_declare_caps(struct front *front, struct names *names,
		      cap_decls *list, const struct match *match, size_t index)
{
	cap_new(front, list, match->arg[0], ABI_TYPE_IRQ,
		ABI_RIGHT_CONTROL)->index = index;
	event_of(front, names, list, match->arg[0], match->arg[2]);
}

void region_declare_cap(struct front *front, struct names *names,
			cap_decls *list, const struct word *name, size_t index,
			bool is_code)
{
	struct cap_decl *cap = cap_new(front, list, name, ABI_TYPE_REGION,
				       REGION_RIGHTS);

	if (is_code)
		cap->rights |= ABI_RIGHT_EXEC;
	cap->name = name_derive(front, names, name, "cap");
	cap->view_name = name_derive(front, names, name, "view");
	cap->index = index;
}

size_t event_declare(struct front *front, struct names *names, cap_decls *list,
		     const struct word *name, const char *ending,
		     const struct word *vp)
{
	struct cap_decl *event = cap_new(front, list, name, ABI_TYPE_EVENT,
					 EVENT_RIGHTS);

	event->name = name_derive(front, names, name, ending);
	event->vp_name = vp->text;
	event->vp_where = vp->at;
	return list->count;
}

void factory_declare_caps(struct front *front, struct names *names,
			  cap_decls *list, const struct word *name,
			  size_t index, bool has_budget)
{
	struct cap_decl *cap = cap_new(front, list, name, ABI_TYPE_FACTORY,
				       ABI_RIGHT_CONTROL);

	cap->index = index;
	if (!has_budget)
		return;
	cap = cap_new(front, list, name, ABI_TYPE_BUDGET,
		      ABI_RIGHT_READ | ABI_RIGHT_CONTROL);
	cap->name = name_derive(front, names, name, "budget");
	cap->index = index;
}

/* What sessions are made with: portals' places, in the component's own domain. */
void session_declare_caps(struct front *front, struct names *names,
			  cap_decls *list, const struct word *name,
			  const char **factory, size_t index)
{
	struct cap_decl *cap = cap_new(front, list, name, ABI_TYPE_FACTORY,
				       ABI_RIGHT_CONTROL);

	cap->name = *factory = name_derive(front, names, name,
					   "session_factory");
	cap->index = index;
	cap = cap_new(front, list, name, ABI_TYPE_DOMAIN, DOMAIN_RIGHTS);
	cap->name = name_derive(front, names, name, "session_domain");
}

/* Of memory that the other end is to see: it cannot write into `to`. */
void area_declare_cap(struct front *front, struct names *names,
		      cap_decls *list, const struct word *name, size_t index,
		      bool is_to)
{
	struct cap_decl *cap;

	region_declare_cap(front, names, list, name, index, false);
	cap = &list->items[list->count - 1];
	cap->rights = ABI_RIGHT_READ | ABI_RIGHT_SHARE |
		(is_to ? 0 : ABI_RIGHT_WRITE);
}

static enum abi_type type_of(const char *kind)
{
	return strcmp(kind, "event") == 0 ? ABI_TYPE_EVENT :
	       strcmp(kind, "region") == 0 ? ABI_TYPE_REGION :
	       strcmp(kind, "domain") == 0 ? ABI_TYPE_DOMAIN :
	       strcmp(kind, "grant") == 0 ? ABI_TYPE_GRANT : ABI_TYPE_IRQ;
}

void cap_declare(struct front *front, struct names *names, cap_decls *list,
		 const struct match *match)
{
	const struct word *name = match->arg[0];
	struct cap_decl *cap;

	names_add_c(front, names, name, "a");
	switch (match->keyword->id) {
	case KEY_EVENT:
		cap = cap_new(front, list, name, ABI_TYPE_EVENT, EVENT_RIGHTS);
		if (match->arg[1]) {
			cap->vp_name = match->arg[1]->text;
			cap->vp_where = match->arg[1]->at;
		}
		break;
	case KEY_GRANT:
		cap_new(front, list, name, ABI_TYPE_GRANT, ABI_RIGHT_CONTROL);
		break;
	case KEY_DOMAIN:
		cap_new(front, list, name, ABI_TYPE_DOMAIN, DOMAIN_RIGHTS);
		break;
	case KEY_HOLDS:
		cap = cap_new(front, list, name, type_of(match->arg[1]->text),
			      0);
		cap->source = CAP_GIVEN;
		cap->is_optional = match->arg[2] != NULL;
		break;
	default:
		cap_new(front, list, name, ABI_TYPE_DOMAIN,
			ABI_RIGHT_CONTROL)->source = CAP_SUPERVISED;
		name_derive(front, names, name, "policy");
		event_of(front, names, list, name, match->arg[1]);
		break;
	}
}

/* ---- names that may be declared later -------------------------------------- */

static void event_bind(struct front *front, const struct component *component,
		       struct cap_decl *cap, uint32_t *next)
{
	struct suggest suggest = suggest_start(cap->vp_name);

	for (size_t i = 0; i < component->vps_count; i++) {
		suggest_offer(&suggest, component->vps[i].name);
		if (component->vps[i].name != cap->vp_name)
			continue;
		cap->vp = i + 1;
		cap->number = next[i]++;
		return;
	}
	diag_error(front->diag, cap->vp_where, CHECK_NO_MEMBER,
		   "component %s has no vp '%s'%s", component->name,
		   cap->vp_name, suggest_text(&suggest, front->arena));
}

static void irq_check(struct front *front, const struct component *component,
		      const struct irq_decl *irq)
{
	struct suggest suggest;

	if (!irq->device)
		return;
	suggest = suggest_start(irq->device);
	for (size_t i = 0; i < component->devices_count; i++) {
		suggest_offer(&suggest, component->devices[i].name);
		if (component->devices[i].name == irq->device)
			return;
	}
	diag_error(front->diag, irq->where, CHECK_NO_MEMBER,
		   "component %s has no device '%s'%s", component->name,
		   irq->device, suggest_text(&suggest, front->arena));
}

static void events_bind(struct front *front, struct component *component)
{
	uint32_t *next = arena_array(front->arena, component->vps_count,
				     sizeof(*next));

	for (size_t i = 0; i < component->cap_decls_count; i++)
		if (component->cap_decls[i].vp_name)
			event_bind(front, component, &component->cap_decls[i],
				   next);
	for (size_t i = 0; i < component->vps_count; i++)
		component->vps[i].events = next[i];
}

void caps_bind(struct front *front, struct component *component)
{
	events_bind(front, component);
	for (size_t i = 0; i < component->irqs_count; i++)
		irq_check(front, component, &component->irqs[i]);
}
