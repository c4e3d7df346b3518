/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Connections: from `connect` statements, through exports and imports of
 * subsystems, to pairs of a use and a provided interface. Statements that name
 * a use come before patterns, which take what is left.
 */
#include "front.h"
#include "report.h"

#include "base/suggest.h"

/* One end of a connection. */
struct end {
	struct instance *instance;
	struct use *use;		/* of a client's end */
	struct provide *provide;	/* of a server's end */
};

/* "instance.name" in its parts; false after an error. */
static bool path_split(struct front *front, const struct word *word,
		       const char **instance, const char **name)
{
	const char *dot = strchr(word->text, '.');

	if (!dot || strchr(dot + 1, '.')) {
		diag_error(front->diag, word->at, CHECK_NO_MEMBER,
			   "write an instance and its name, as 'uart.con'%s",
			   dot ? ": what is inside of a subsystem cannot be "
			   "named from outside" : "");
		return false;
	}
	*instance = intern(front->interner, word->text,
			   (size_t)(dot - word->text));
	*name = intern_string(front->interner, dot + 1);
	return true;
}

static struct member *member_find(struct front *front, struct scope *scope,
				  const struct word *word, const char *name)
{
	struct suggest suggest = suggest_start(name);
	struct member *member = scope_find(scope, name);

	if (member)
		return member;
	for (uint32_t i = 0; i < scope->members.count; i++)
		suggest_offer(&suggest, scope->members.items[i].name);
	diag_error(front->diag, (struct span){ word->at.begin,
		   word->at.begin + (uint32_t)strlen(name) },
		   CHECK_NO_INSTANCE, "there is no instance '%s'%s", name,
		   suggest_text(&suggest, front->arena));
	return NULL;
}

/* The span of what stands behind the dot. */
static struct span name_span(const struct word *word, const char *name)
{
	return (struct span){ word->at.end - (uint32_t)strlen(name),
			      word->at.end };
}

static bool no_name(struct front *front, const struct word *word,
		    const char *name, const char *what, struct suggest *suggest,
		    struct span where)
{
	diag_error(front->diag, name_span(word, name), CHECK_NO_MEMBER,
		   "there is no %s '%s' here%s", what, name,
		   suggest_text(suggest, front->arena));
	diag_note(front->diag, where, "this is what was looked in");
	return false;
}

static bool end_resolve(struct front *front, struct scope *scope,
			const struct word *word, bool is_server,
			struct end *end);

/* Through an export or import to what is inside. */
static bool door_resolve(struct front *front, struct scope *scope,
			 const struct word *word, const char *name,
			 bool is_server, struct end *end)
{
	struct suggest suggest = suggest_start(name);
	uint32_t count = is_server ? scope->exports.count :
			 scope->imports.count;

	for (uint32_t i = 0; i < count; i++) {
		struct door *door = is_server ? &scope->exports.items[i] :
				    &scope->imports.items[i];

		suggest_offer(&suggest, door->name);
		if (door->name != name)
			continue;
		door->in_use = true;
		return end_resolve(front, scope, door->path, is_server, end);
	}
	return no_name(front, word, name, is_server ? "export" : "import",
		       &suggest, scope->definition->at);
}

/* Someone who writes the two ends the wrong way round gets to know it. */
static void note_other_side(struct front *front,
			    const struct instance *instance, const char *name,
			    bool is_server)
{
	const struct component *c = instance->component;

	for (size_t i = 0; is_server && i < c->uses_count; i++)
		if (c->uses[i].name == name)
			diag_note(front->diag, c->uses[i].where,
				  "'%s' is a use: it stands on the left of ->",
				  name);
	for (size_t i = 0; !is_server && i < c->provides_count; i++)
		if (c->provides[i].name == name)
			diag_note(front->diag, c->provides[i].where,
				  "'%s' is provided: it stands on the right of ->",
				  name);
}

static bool instance_resolve(struct front *front, struct instance *instance,
			     const struct word *word, const char *name,
			     bool is_server, struct end *end)
{
	const struct component *c = instance->component;
	struct suggest suggest = suggest_start(name);

	end->instance = instance;
	for (size_t i = 0; is_server && i < c->provides_count; i++) {
		suggest_offer(&suggest, c->provides[i].name);
		end->provide = &instance->provides[i];
		if (c->provides[i].name == name)
			return true;
	}
	for (size_t i = 0; !is_server && i < c->uses_count; i++) {
		suggest_offer(&suggest, c->uses[i].name);
		end->use = &instance->uses[i];
		if (c->uses[i].name == name)
			return true;
	}
	no_name(front, word, name, is_server ? "provided interface" : "use",
		&suggest, c->where);
	note_other_side(front, instance, name, is_server);
	return false;
}

static bool end_resolve(struct front *front, struct scope *scope,
			const struct word *word, bool is_server,
			struct end *end)
{
	const char *instance, *name;
	struct member *member;

	if (!path_split(front, word, &instance, &name))
		return false;
	member = member_find(front, scope, word, instance);
	if (!member)
		return false;
	if (member->scope)
		return door_resolve(front, member->scope, word, name, is_server,
				    end);
	return instance_resolve(front, member->instance, word, name, is_server,
				end);
}

/* ---- one connection --------------------------------------------------------- */

static struct connection *find_other(const struct front *front,
				     const struct use *use)
{
	for (uint32_t i = 0; i < front->connections.count; i++)
		if (front->connections.items[i]->use == use)
			return front->connections.items[i];
	return NULL;
}

static bool check_connection(struct front *front, const struct match *match,
			     const struct end *client, const struct end *server)
{
	const struct use_decl *use = client->use->decl;
	const struct provide_decl *provide = server->provide->decl;
	const struct connection *other = find_other(front, client->use);

	if (use->is_attached) {
		diag_error(front->diag, match->statement->at, CHECK_ATTACHED,
			   "'%s.%s' comes at run time: it cannot be connected",
			   client->instance->name, use->name);
		diag_note(front->diag, use->where, "the component says so here");
		return false;
	}
	if (other && use->count != USE_MANY) {
		diag_error(front->diag, match->statement->at,
			   CHECK_CONNECTED_TWICE,
			   "'%s.%s' is connected already",
			   client->instance->name, use->name);
		diag_note(front->diag, other->where, "the first is here");
		return false;
	}
	if (use->rights & ~provide->rights) {
		diag_error(front->diag, match->statement->at, CHECK_RIGHTS,
			   "'%s' needs the rights %s, and '%s' gives %s",
			   use->name, rights_text(front->arena, use->rights),
			   provide->name,
			   rights_text(front->arena, provide->rights));
		diag_note(front->diag, use->where, "it needs them here");
		diag_note(front->diag, provide->where, "it gives them here");
		return false;
	}
	if (use->interface && provide->interface &&
	    interface_extends(front, provide->interface, use->interface))
		return true;
	diag_error(front->diag, match->arg[0]->at, CHECK_INTERFACES,
		   "'%s' uses %s, and '%s' provides %s", use->name,
		   use->interface ? use->interface->name : "nothing known",
		   provide->name, provide->interface ?
		   provide->interface->name : "nothing known");
	diag_note(front->diag, use->where, "the use is declared here");
	diag_note(front->diag, provide->where,
		  "what is provided is declared here");
	return false;
}

static void connection_new(struct front *front, struct scope *scope,
			   const struct match *match,
			   const struct end *client, const struct end *server)
{
	struct connection *c;

	if (!check_connection(front, match, client, server))
		return;
	c = ARENA_NEW(front->arena, struct connection);
	c->where = match->statement->at;
	c->client = client->instance;
	c->use = client->use;
	c->server = server->instance;
	c->provide = server->provide;
	c->statement = match->statement;
	c->rights = c->use->decl->rights;
	settings_read(front, scope, c);
	*VEC_PUSH(front->arena, &front->connections) = c;
}

/* ---- statements --------------------------------------------------------------- */

static bool is_pattern(const struct word *word)
{
	return strchr(word->text, '*') != NULL;
}

static void connect_one(struct front *front, struct scope *scope,
			const struct match *match)
{
	struct end client, server;
	bool has_client = end_resolve(front, scope, match->arg[0], false,
				      &client);

	if (has_client)
		client.use->was_tried = true;
	/* Both ends, so that both are reported. */
	if (end_resolve(front, scope, match->arg[1], true, &server) &&
	    has_client)
		connection_new(front, scope, match, &client, &server);
}

/* Use `name` of a member, if it has one that is free. */
static bool free_use(struct front *front, const struct member *member,
		     const char *name, struct end *client)
{
	const struct instance *instance = member->instance;
	struct scope *scope = member->scope;

	for (size_t i = 0; instance && i < instance->component->uses_count; i++) {
		client->instance = member->instance;
		client->use = &instance->uses[i];
		if (client->use->decl->name == name)
			return !client->use->decl->is_attached &&
			       !find_other(front, client->use);
	}
	for (uint32_t i = 0; scope && i < scope->imports.count; i++) {
		struct door *door = &scope->imports.items[i];

		if (door->name != name || door->in_use)
			continue;
		door->in_use = true;
		return end_resolve(front, scope, door->path, false, client);
	}
	return false;
}

static void connect_pattern(struct front *front, struct scope *scope,
			    const struct match *match)
{
	const struct word *word = match->arg[0];
	struct end client, server;
	const char *name;
	bool any = false;

	if (strncmp(word->text, "*.", 2) != 0 || strpbrk(word->text + 2, "*.")) {
		diag_error(front->diag, word->at, CHECK_NO_MATCH,
			   "a pattern of uses is written as '*.name'");
		return;
	}
	name = intern_string(front->interner, word->text + 2);
	if (!end_resolve(front, scope, match->arg[1], true, &server))
		return;
	for (uint32_t i = 0; i < scope->members.count; i++) {
		const struct member *member = &scope->members.items[i];

		if (member->instance == server.instance ||
		    !free_use(front, member, name, &client))
			continue;
		connection_new(front, scope, match, &client, &server);
		any = true;
	}
	if (!any)
		diag_error(front->diag, word->at, CHECK_NO_MATCH,
			   "no instance has a use '%s' that is free", name);
}

static void connect_scope(struct front *front, struct scope *scope)
{
	for (uint32_t i = 0; i < scope->scopes.count; i++)
		connect_scope(front, scope->scopes.items[i]);
	for (uint32_t i = 0; i < scope->connects.count; i++)
		if (!is_pattern(scope->connects.items[i]->arg[0]))
			connect_one(front, scope, scope->connects.items[i]);
	for (uint32_t i = 0; i < scope->connects.count; i++)
		if (is_pattern(scope->connects.items[i]->arg[0]))
			connect_pattern(front, scope, scope->connects.items[i]);
}

/* ---- the lists of each end ------------------------------------------------------ */

static void count_ends(struct front *front)
{
	for (uint32_t i = 0; i < front->connections.count; i++) {
		struct connection *c = front->connections.items[i];

		c->handle = (uint32_t)c->use->connections_count++;
		c->number = (uint32_t)c->provide->connections_count++;
	}
}

static void fill_ends(struct front *front)
{
	for (uint32_t i = 0; i < front->connections.count; i++) {
		struct connection *c = front->connections.items[i];
		struct use *use = c->use;
		struct provide *provide = c->provide;

		if (!use->connections)
			use->connections = arena_array(front->arena,
				use->connections_count,
				sizeof(*use->connections));
		if (!provide->connections)
			provide->connections = arena_array(front->arena,
				provide->connections_count,
				sizeof(*provide->connections));
		use->connections[c->handle] = c;
		provide->connections[c->number] = c;
	}
}

static void check_uses(struct front *front, const struct instance *instance)
{
	for (size_t i = 0; i < instance->component->uses_count; i++) {
		const struct use *use = &instance->uses[i];

		if (use->connections_count || use->was_tried ||
		    use->decl->count != USE_ONE || use->decl->is_attached)
			continue;
		diag_error(front->diag, instance->where, CHECK_UNCONNECTED,
			   "'%s.%s' is not connected: write connect %s.%s -> "
			   "INSTANCE.NAME;", instance->name, use->decl->name,
			   instance->name, use->decl->name);
		diag_note(front->diag, use->decl->where,
			  "the component uses it here");
	}
}

static void check_clients(struct front *front, const struct instance *instance)
{
	for (size_t i = 0; i < instance->component->provides_count; i++) {
		const struct provide *provide = &instance->provides[i];
		const struct provide_decl *decl = provide->decl;

		if (provide->connections_count >= decl->clients_min &&
		    provide->connections_count <= decl->clients_max)
			continue;
		diag_error(front->diag, instance->where, CHECK_CLIENTS,
			   "'%s.%s' has %zu clients, and wants %u to %u",
			   instance->name, decl->name,
			   provide->connections_count, decl->clients_min,
			   decl->clients_max);
		diag_note(front->diag, decl->where,
			  "the component says so here");
	}
}

void system_connect(struct front *front, struct scope *scope)
{
	connect_scope(front, scope);
	count_ends(front);
	fill_ends(front);
	for (uint32_t i = 0; i < front->instances.count; i++) {
		check_uses(front, front->instances.items[i]);
		check_clients(front, front->instances.items[i]);
	}
}
