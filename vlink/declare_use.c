/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Components, continued: the interfaces that they provide and use.
 */
#include "declare.h"

#define CLIENTS_MAX	65535u

typedef VEC(struct setting_decl) setting_list;

/* Rights that a portal's capability can have. */
static uint8_t rights_read(struct front *front, const struct match *match)
{
	const struct word *word = match->arg[0];
	uint8_t rights = 0;

	for (; word; word = word_next_item(word)) {
		if (strcmp(word->text, "CALL") == 0)
			rights |= ABI_RIGHT_CALL;
		else if (strcmp(word->text, "SHARE") == 0)
			rights |= ABI_RIGHT_SHARE;
		else if (strcmp(word->text, "CONTROL") == 0)
			rights |= ABI_RIGHT_CONTROL;
		else
			diag_error(front->diag, word->at, CHECK_RANGE,
				   "the rights are CALL, SHARE and CONTROL");
	}
	return rights;
}

static void clients_read(struct front *front, const struct match *match,
			 struct provide_decl *provide)
{
	const struct word *low = match->arg[0], *high = match->arg[1];

	provide->clients_min = (uint32_t)word_in_range(front, low, 0,
		CLIENTS_MAX, "a number of clients");
	provide->clients_max = provide->clients_min;
	if (high)
		provide->clients_max = (uint32_t)word_in_range(front, high,
			provide->clients_min, CLIENTS_MAX,
			"a number of clients");
}

/* Settings lie in a block by their order, each aligned to its size. */
static void setting_declare(struct draft *draft, const struct match *match,
			    struct provide_decl *provide,
			    struct names *names, setting_list *list)
{
	struct front *front = draft->front;
	struct setting_decl *setting;
	struct param_decl param = { 0 };
	uint32_t size;

	if (!param_read(front, match, &param) ||
	    !names_add_c(front, names, match->arg[0], "a setting"))
		return;
	size = param.size ? param.size : (uint32_t)sizeof(uint32_t);
	setting = VEC_PUSH(front->arena, list);
	setting->param = param;
	setting->offset = (provide->settings_size + size - 1) & ~(size - 1);
	provide->settings_size = setting->offset + size;
}

static void provides_block(struct draft *draft, const struct match *match,
			   const struct word *name,
			   struct provide_decl *provide)
{
	struct front *front = draft->front;
	struct block block = block_begin(front, PLACE_PROVIDES,
					 match->statement);
	struct names names = { 0 };
	setting_list list = { 0 };
	struct match inner;

	while (block_next(&block, &inner)) {
		if (inner.keyword->id == KEY_PROVIDES_TIME)
			provide->time = word_in_range(front, inner.arg[0], 1,
						      TIME_MAX, "a time limit");
		else if (inner.keyword->id == KEY_CLIENTS)
			clients_read(front, &inner, provide);
		else if (inner.keyword->id == KEY_RIGHTS)
			provide->rights = rights_read(front, &inner);
		else if (inner.keyword->id == KEY_SESSIONS)
			sessions_declare(draft, &inner, name, provide);
		else
			setting_declare(draft, &inner, provide, &names, &list);
	}
	provide->settings = list.items;
	provide->settings_count = list.count;
}

void provides_declare(struct draft *draft, const struct match *match)
{
	struct front *front = draft->front;
	struct provide_decl provide = {
		.name = match->arg[0]->text, .where = match->arg[0]->at,
		.clients_max = CLIENTS_MAX, .rights = ABI_RIGHT_CALL,
	};

	/* A portal's symbol has its own prefix: the name may be a C keyword,
	   but is one of the component's names all the same. */
	names_add_c(front, &draft->names, match->arg[0], "a");
	provide.interface = interface_find(front, match->arg[1],
					   draft->folder);
	if (match->arg[2]) {
		provide.event = event_declare(front, &draft->names,
					      &draft->caps, match->arg[0],
					      "event", match->arg[2]);
		name_derive(front, &draft->names, match->arg[0], "drain");
		name_derive(front, &draft->names, match->arg[0], "clients");
	}
	provides_block(draft, match, match->arg[0], &provide);
	*VEC_PUSH(front->arena, &draft->provides) = provide;
}

static void buffers_read(struct draft *draft, const struct match *match,
			 const struct word *name, struct use_decl *use)
{
	static const char *const made[] = {
		"to_heap", "from_heap", "part_in", "part_out", "buffer_in",
		"buffer_out", "free_in", "free_out",
	};
	struct front *front = draft->front;

	use->buffers = (word_in_range(front, match->arg[0], 1,
				      SIZE_MAX_PRIVATE, "memory for buffers") +
			15) & ~UINT64_C(15);
	if (use->count == USE_MANY)
		diag_error(front->diag, match->statement->at, CHECK_BLOCK,
			   "a use with '*' has no buffers of its own: give its "
			   "connections a named area");
	name_derive(front, &draft->names, name, "to");
	name_derive(front, &draft->names, name, "from");
	name_derive(front, &draft->names, name, "buffers");
	for (unsigned i = 0; i < sizeof(made) / sizeof(*made); i++)
		name_derive(front, &draft->names, name, made[i]);
}

void use_events(struct draft *draft, struct use_decl *use,
		       const struct word *name, const struct word *vp)
{
	struct front *front = draft->front;
	method_list methods = interface_methods(front, use->interface);

	use->event = event_declare(front, &draft->names, &draft->caps, name,
				   "event", vp);
	name_derive(front, &draft->names, name, "take");
	for (uint32_t i = 0; i < methods.count && !use->event_high; i++)
		if (methods.items[i].kind == ABI_NOTE_NOTIFY &&
		    methods.items[i].number >= NOTIFY_HIGH)
			use->event_high = event_declare(front, &draft->names,
				&draft->caps, name, "event_high", vp);
}

void uses_declare(struct draft *draft, const struct match *match)
{
	struct front *front = draft->front;
	struct block block = block_begin(front, PLACE_USES, match->statement);
	const struct word *count = match->arg[2];
	struct use_decl *use;
	struct match inner;

	names_add_c(front, &draft->names, match->arg[0], "a");
	use = VEC_PUSH(front->arena, &draft->uses);
	use->name = match->arg[0]->text;
	use->where = match->arg[0]->at;
	use->interface = interface_find(front, match->arg[1], draft->folder);
	use->count = !count ? USE_ONE :
		     *count->text == '?' ? USE_OPTIONAL : USE_MANY;
	use->rights = ABI_RIGHT_CALL;
	if (match->arg[3])
		use_events(draft, use, match->arg[0], match->arg[3]);
	while (block_next(&block, &inner)) {
		if (inner.keyword->id == KEY_BUFFERS)
			buffers_read(draft, &inner, match->arg[0], use);
		else if (inner.keyword->id == KEY_ATTACH)
			attach_declare(draft, &inner, match->arg[0], use);
		else
			use->rights = rights_read(front, &inner);
	}
}
