/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Components, continued: connections that are made at run time. A server's
 * sessions are places for portals, with slots and views for each; a client's
 * attached use is two slots, and two regions that it can share (decision 0031).
 */
#include <vesper/abi/object.h>

#include "declare.h"

void sessions_declare(struct draft *draft, const struct match *match,
		      const struct word *name, struct provide_decl *provide)
{
	static const char *const made[] = {
		"session_open", "session_close", "session_number", "sessions",
		"session_drain", "session_list", "session_all",
		"sessions_known",
	};
	struct front *front = draft->front;
	struct factory_decl *factory;

	provide->sessions = (uint32_t)word_in_range(front, match->arg[0], 1,
		ABI_FACTORY_MAX, "a number of sessions");
	provide->first_session = draft->component->sessions;
	draft->component->sessions += provide->sessions;
	factory = VEC_PUSH(front->arena, &draft->factories);
	*factory = (struct factory_decl){ .where = match->statement->at,
		.type = ABI_TYPE_PORTAL, .interface = provide->interface,
		.count = provide->sessions };
	session_declare_caps(front, &draft->names, &draft->caps, name,
			     &factory->name, draft->factories.count - 1);
	for (unsigned i = 0; i < sizeof(made) / sizeof(*made); i++)
		name_derive(front, &draft->names, name, made[i]);
}

/* Its size follows from the notes. */
static size_t area_declare(struct draft *draft, const struct word *name,
			   bool is_to)
{
	struct front *front = draft->front;
	struct region_decl *region = VEC_PUSH(front->arena, &draft->regions);
	struct word word = *name;
	size_t index = draft->regions.count - 1;

	word.text = name_derive(front, &draft->names, name,
				is_to ? "to_region" : "from_region");
	*region = (struct region_decl){ .name = word.text, .where = name->at,
		.size = ABI_PAGE_SIZE, .is_area = true };
	area_declare_cap(front, &draft->names, &draft->caps, &word, index,
			 is_to);
	return index;
}

void attach_declare(struct draft *draft, const struct match *match,
		    const struct word *name, struct use_decl *use)
{
	static const char *const made[] = {
		"attach", "detach", "drop", "callers",
	};
	struct front *front = draft->front;

	if (use->count != USE_ONE)
		diag_error(front->diag, match->statement->at, CHECK_BLOCK,
			   "a use that is attached has neither '?' nor '*': "
			   "no system connects it");
	use->is_attached = true;
	use->number = draft->component->attached++;
	use->to = area_declare(draft, name, true);
	use->from = area_declare(draft, name, false);
	for (unsigned i = 0; i < sizeof(made) / sizeof(*made); i++)
		name_derive(front, &draft->names, name, made[i]);
}
