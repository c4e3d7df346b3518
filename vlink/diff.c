/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The difference between two builds, in words, for a reviewer and for CI.
 */
#include <inttypes.h>

#include "number.h"
#include "views.h"

struct diff {
	struct emit *out;
	struct arena *arena;
	bool differs;		/* in authority or budgets */
};

static const struct saved_domain *domain_find(const struct saved *saved,
					      const char *name)
{
	for (uint32_t i = 0; i < saved->domains.count; i++)
		if (strcmp(saved->domains.items[i].name, name) == 0)
			return &saved->domains.items[i];
	return NULL;
}

static const struct saved_holding *holding_find(const struct saved *saved,
						const struct saved_holding *h)
{
	for (uint32_t i = 0; i < saved->holdings.count; i++) {
		const struct saved_holding *other = &saved->holdings.items[i];

		if (strcmp(other->holder, h->holder) == 0 &&
		    strcmp(other->kind, h->kind) == 0 &&
		    strcmp(other->object, h->object) == 0)
			return other;
	}
	return NULL;
}

/* "may call uart.con", "holds device board.uart0" */
static const char *words(struct arena *arena, const struct saved_holding *h)
{
	if (strcmp(h->kind, "call") == 0)
		return arena_printf(arena, "call %s", h->object);
	if (strcmp(h->kind, "all memory") == 0)
		return arena_printf(arena, "read and write ALL MEMORY, %s",
				    h->object);
	if (strcmp(h->kind, "irq") == 0)
		return arena_printf(arena, "handle %s", h->object);
	return arena_printf(arena, "use %s %s", h->kind, h->object);
}

/* What `left` has and `right` has not; sign + if left is the new one. */
static void one_side(struct diff *diff, const struct saved *left,
		     const struct saved *right, char sign)
{
	const char *verb = sign == '+' ? "may now" : "may no longer";

	for (uint32_t i = 0; i < left->domains.count; i++) {
		const struct saved_domain *domain = &left->domains.items[i];

		if (domain_find(right, domain->name))
			continue;
		emit(diff->out, "%c domain %s : %s\n", sign, domain->name,
		     domain->component);
		diff->differs = true;
	}
	for (uint32_t i = 0; i < left->holdings.count; i++) {
		const struct saved_holding *h = &left->holdings.items[i];

		if (strcmp(h->kind, "memory") == 0 || holding_find(right, h))
			continue;
		emit(diff->out, "%c %s %s %s (%s)  %s\n", sign, h->holder, verb,
		     words(diff->arena, h), h->rights, h->where);
		diff->differs = true;
	}
}

static void changed_rights(struct diff *diff, const struct saved *old,
			   const struct saved *new)
{
	for (uint32_t i = 0; i < new->holdings.count; i++) {
		const struct saved_holding *now = &new->holdings.items[i];
		const struct saved_holding *was = holding_find(old, now);

		if (!was)
			continue;
		if (strcmp(was->rights, now->rights) != 0) {
			emit(diff->out, "~ %s may %s: %s, was %s  %s\n",
			     now->holder, words(diff->arena, now), now->rights,
			     was->rights, now->where);
			diff->differs = true;
		}
		if (strcmp(was->detail, now->detail) != 0) {
			emit(diff->out, "~ %s may %s: as %s, was %s  %s\n",
			     now->holder, words(diff->arena, now), now->detail,
			     was->detail, now->where);
			diff->differs = true;
		}
	}
}

static const char *budget_text(struct arena *arena, const struct saved_vp *vp)
{
	if (!vp)
		return "none";
	if (!vp->budget)
		return "slack alone";
	return arena_printf(arena, "%s every %s%s",
			    number_text(arena, UNIT_TIME, vp->budget),
			    number_text(arena, UNIT_TIME, vp->period),
			    vp->slack ? " slack" : "");
}

static const struct saved_vp *vp_find(const struct saved_domain *domain,
				      const char *name)
{
	for (uint32_t i = 0; i < domain->vps.count; i++)
		if (strcmp(domain->vps.items[i].name, name) == 0)
			return &domain->vps.items[i];
	return NULL;
}

static void vp_compare(struct diff *diff, const struct saved_domain *domain,
		       const char *name, const struct saved_vp *was,
		       const struct saved_vp *now)
{
	const char *a = budget_text(diff->arena, was);
	const char *b = budget_text(diff->arena, now);

	if (strcmp(a, b) == 0)
		return;
	emit(diff->out, "%c vp %s of %s: %s, was %s\n",
	     !was ? '+' : !now ? '-' : '~', name, domain->name, b, a);
	diff->differs = true;
}

static void domain_compare(struct diff *diff, const struct saved_domain *was,
			   const struct saved_domain *now)
{
	if (strcmp(was->component, now->component) != 0) {
		emit(diff->out, "~ domain %s is a %s, was a %s\n", now->name,
		     now->component, was->component);
		diff->differs = true;
	}
	if (strcmp(was->at_end, now->at_end) != 0) {
		emit(diff->out, "~ %s at its end: %s, was %s\n", now->name,
		     *now->at_end ? now->at_end : "restart never",
		     *was->at_end ? was->at_end : "restart never");
		diff->differs = true;
	}
	for (uint32_t i = 0; i < now->vps.count; i++)
		vp_compare(diff, now, now->vps.items[i].name,
			   vp_find(was, now->vps.items[i].name),
			   &now->vps.items[i]);
	for (uint32_t i = 0; i < was->vps.count; i++)
		if (!vp_find(now, was->vps.items[i].name))
			vp_compare(diff, now, was->vps.items[i].name,
				   &was->vps.items[i], NULL);
}

static uint64_t memory_of(const struct saved *saved, const char *owner)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < saved->memory.count; i++)
		if (!saved->memory.items[i].device &&
		    strcmp(saved->memory.items[i].owner, owner) == 0)
			sum += saved->memory.items[i].size;
	return sum;
}

static void size_compare(struct diff *diff, const char *what, uint64_t was,
			 uint64_t now)
{
	if (was != now)
		emit(diff->out, "  %s: %s, was %s\n", what,
		     number_text(diff->arena, UNIT_SIZE, now),
		     number_text(diff->arena, UNIT_SIZE, was));
}

static void sizes(struct diff *diff, const struct saved *old,
		  const struct saved *new)
{
	size_compare(diff, "image", old->image_size, new->image_size);
	size_compare(diff, "memory", old->memory_size, new->memory_size);
	for (uint32_t i = 0; i < new->domains.count; i++) {
		const char *name = new->domains.items[i].name;

		if (domain_find(old, name))
			size_compare(diff, arena_printf(diff->arena,
				"memory of %s", name), memory_of(old, name),
				memory_of(new, name));
	}
}

bool diff_print(struct emit *out, struct arena *arena,
		const struct saved *old, const struct saved *new)
{
	struct diff diff = { .out = out, .arena = arena };

	one_side(&diff, new, old, '+');
	one_side(&diff, old, new, '-');
	changed_rights(&diff, old, new);
	for (uint32_t i = 0; i < new->domains.count; i++) {
		const struct saved_domain *now = &new->domains.items[i];
		const struct saved_domain *was = domain_find(old, now->name);

		if (was)
			domain_compare(&diff, was, now);
	}
	sizes(&diff, old, new);
	return diff.differs;
}
