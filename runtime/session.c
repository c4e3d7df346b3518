/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Sessions of a server (session.h). A client may lie in everything that it
 * sends: what it says is checked against what the kernel tells of its regions,
 * and nothing is kept until all is right.
 */
#include <vesper/session.h>

#include <vesper/factory.h>
#include <vesper/ring.h>

/* What stands in the slots of a session, and its views. */
enum { SLOT_PORTAL, SLOT_TO, SLOT_FROM, SLOT_NOTIFY, SLOT_HIGH, SLOT_SIGNAL };
enum { VIEW_TO, VIEW_FROM };

enum { CALLERS_MAX = 1024, STRIDE_MAX = 1 << 24, WINDOWS_MAX = 16,
       DEPTH_MAX = 1 << 16 };

#define WINDOW_PAGES	(ABI_WINDOW_SIZE / ABI_PAGE_SIZE)

static uint64_t slot_of(const struct vesper_sessions *all, uint64_t n,
			unsigned what)
{
	return all->domain->slots + all->domain->slots_count +
	       (all->first + n) * ABI_SESSION_SLOTS + what;
}

static uint64_t view_of(const struct vesper_sessions *all, uint64_t n,
			unsigned what)
{
	return all->domain->views + all->domain->views_count +
	       (all->first + n) * ABI_SESSION_VIEWS + what;
}

static uint64_t number_of(const struct vesper_sessions *all,
			  const struct vesper_session *session)
{
	return (uint64_t)(session - all->list);
}

/* ---- memory ---------------------------------------------------------------- */

static void unshare(const struct vesper_sessions *all, uint64_t n,
		    unsigned slot, unsigned view)
{
	(void)vesper_region_unshare(slot_of(all, n, slot), all->domain->slot,
				    view_of(all, n, view));
	(void)vesper_cap_delete(slot_of(all, n, slot));
}

/* Whatever there is of it; also what an earlier life of the server has left. */
static void memory_end(const struct vesper_sessions *all, uint64_t n)
{
	unshare(all, n, SLOT_TO, VIEW_TO);
	unshare(all, n, SLOT_FROM, VIEW_FROM);
	for (unsigned what = SLOT_NOTIFY; what <= SLOT_SIGNAL; what++)
		(void)vesper_cap_delete(slot_of(all, n, what));
}

static void session_forget(struct vesper_session *session)
{
	const vesper_client *c = &session->client;

	session->client = (vesper_client){ .client = c->client,
		.provide = c->provide, .parameters = c->parameters,
		.methods = c->methods };
	session->is_attached = false;
}

static void session_release(const struct vesper_sessions *all,
			    struct vesper_session *session)
{
	memory_end(all, number_of(all, session));
	*session = (struct vesper_session){ 0 };
}

/* ---- open and close -------------------------------------------------------- */

/* The kernel has kept portals, views and slots of the life before. */
static void sessions_clear(const struct vesper_sessions *all)
{
	for (uint32_t n = 0; n < all->count; n++) {
		(void)vesper_delete(*all->factory, n);
		(void)vesper_cap_delete(slot_of(all, n, SLOT_PORTAL));
		memory_end(all, n);
	}
	*all->are_known = true;
}

/* A time as the kernel counts it; 0 is none. */
static uint64_t ticks_of(uint64_t ns)
{
	uint64_t ticks = ns * (vesper_frequency() / 1000) / 1000000;

	return ns != 0 && ticks == 0 ? 1 : ticks;
}

/* A portal whose capability has the record's address for a badge. */
static vesper_status portal_open(const struct vesper_sessions *all, uint32_t n)
{
	struct vesper_session *session = &all->list[n];
	uint64_t plain = slot_of(all, n, SLOT_TO);
	vesper_status status = vesper_portal_create(*all->factory, plain,
		all->domain->slot, all->entry, ticks_of(all->time),
		&session->place);

	if (status != OK)
		return status;
	status = vesper_cap_mint(plain, slot_of(all, n, SLOT_PORTAL),
				 ABI_RIGHT_SHARE | ABI_RIGHT_CONTROL,
				 (uint32_t)vesper_word(session));
	(void)vesper_cap_delete(plain);
	if (status != OK)
		(void)vesper_delete(*all->factory, session->place);
	return status;
}

vesper_status vesper_session_open(const struct vesper_sessions *all, uint32_t n,
				  const vesper_client *like, uint64_t *slot)
{
	struct vesper_session *session;
	vesper_status status;

	*slot = 0;
	if (n >= all->count)
		return E_ARGUMENT;
	session = &all->list[n];
	if (!*all->are_known)
		sessions_clear(all);
	if (session->state != VESPER_SESSION_FREE)
		return E_STATE;
	status = portal_open(all, n);
	if (status != OK)
		return status < STATUS_SYSTEM_MIN ? E_MEMORY : status;
	session->client = (vesper_client){ .client = n,
		.provide = all->provide,
		.parameters = like ? like->parameters : 0,
		.methods = like ? like->methods : 0 };
	session->state = VESPER_SESSION_OPEN;
	*slot = slot_of(all, n, SLOT_PORTAL);
	return OK;
}

vesper_status vesper_session_close(const struct vesper_sessions *all,
				   uint32_t n)
{
	struct vesper_session *session;

	if (n >= all->count)
		return E_ARGUMENT;
	session = &all->list[n];
	if (session->state != VESPER_SESSION_OPEN)
		return E_STATE;
	(void)vesper_delete(*all->factory, session->place);
	(void)vesper_cap_delete(slot_of(all, n, SLOT_PORTAL));
	session->state = VESPER_SESSION_CLOSING;
	if (session->calls == 0)
		session_release(all, session);
	return OK;
}

bool vesper_session_begin(struct vesper_session *session)
{
	if (session->state != VESPER_SESSION_OPEN)
		return false;
	session->calls++;
	return true;
}

void vesper_session_end(const struct vesper_sessions *all,
			struct vesper_session *session)
{
	session->calls--;
	if (session->calls == 0 && session->state == VESPER_SESSION_CLOSING)
		session_release(all, session);
}

bool vesper_session_pin(const struct vesper_sessions *all,
			struct vesper_session *session)
{
	vesper_status entered = vesper_monitor_enter(all->domain->slot);
	bool is_open = session->is_attached && vesper_session_begin(session);

	if (entered == OK)
		(void)vesper_monitor_exit(all->domain->slot);
	return is_open;
}

void vesper_session_unpin(const struct vesper_sessions *all,
			  struct vesper_session *session)
{
	vesper_status entered = vesper_monitor_enter(all->domain->slot);

	vesper_session_end(all, session);
	if (entered == OK)
		(void)vesper_monitor_exit(all->domain->slot);
}

/* ---- attach ---------------------------------------------------------------- */

/* One direction: what the client says, and what the kernel says. */
struct side {
	unsigned field;		/* of the message; also of the slot and view */
	unsigned rights;	/* that the view has */
	uint64_t slots;		/* where the client's message slots begin, */
	uint64_t stride;	/* and how far they are apart */
	uint64_t least;		/* what one must hold */
	uint64_t slack;
	uint64_t address, pages; /* of the region; 0: there is none */
};

static uint64_t side_limit(const struct side *side)
{
	return side->pages * ABI_PAGE_SIZE - side->slack;
}

/* The slots and, behind each pointer to there, the slack lie in the region. */
static vesper_status side_fits(const struct side *side, uint64_t callers)
{
	uint64_t size = side->pages * ABI_PAGE_SIZE;
	uint64_t offset = side->slots - side->address;

	if (side->slots % 8)
		return E_ALIGN;
	if (side->stride < side->least || side->stride > STRIDE_MAX ||
	    side->stride % 8 || size < side->slack ||
	    offset > side_limit(side) ||
	    callers * side->stride > side_limit(side) - offset ||
	    size > (uint64_t)WINDOWS_MAX * ABI_WINDOW_SIZE)
		return E_BOUNDS;
	return OK;
}

/* A region that nobody can take back, or none where none is needed. */
static vesper_status side_read(struct side *side, const struct vesper_message *m,
			       uint64_t callers)
{
	struct vesper_message info;

	if (!vesper_cap_seen(m->caps, side->field))
		return side->stride || side->least ? E_CAP : OK;
	if (!vesper_cap_fits(m->caps, side->field, ABI_TYPE_REGION,
			     side->rights | ABI_RIGHT_SHARE) ||
	    vesper_cap_info(vesper_landed(side->field), &info) != OK ||
	    info.w5 != 0)
		return E_CAP;
	side->address = info.w3;
	side->pages = info.w4;
	return side_fits(side, callers);
}

/* It may be seen already, by another session or as the server's own. */
static vesper_status side_share(const struct vesper_sessions *all, uint64_t n,
				const struct side *side)
{
	uint64_t slot = slot_of(all, n, SLOT_TO + side->field);

	if (!side->pages)
		return OK;
	if (vesper_cap_copy(vesper_landed(side->field), slot, UINT64_MAX) != OK)
		return E_STATE;
	return vesper_region_share(slot, all->domain->slot,
		view_of(all, n, VIEW_TO + side->field), 0,
		(uint32_t)((side->pages + WINDOW_PAGES - 1) / WINDOW_PAGES),
		side->rights) == OK ? OK : E_STATE;
}

static void client_fill(vesper_client *client, const struct side *to,
			const struct side *from)
{
	if (to->pages) {
		client->to_base = to->address;
		client->to_limit = side_limit(to);
		client->to_slots = (uint32_t)to->slots;
		client->to_stride = (uint32_t)to->stride;
	}
	if (from->pages) {
		client->from_base = from->address;
		client->from_limit = side_limit(from);
		client->from_slots = (uint32_t)from->slots;
		client->from_stride = (uint32_t)from->stride;
	}
}

/* What a message slot of each direction begins with. */
static uint64_t ring_size(uint64_t depth)
{
	return depth ? sizeof(struct vesper_ring) +
		       depth * sizeof(struct vesper_record) : 0;
}

static uint64_t head_size(uint64_t depth, uint64_t cells)
{
	return depth || cells ? sizeof(struct vesper_head) +
				cells * sizeof(struct vesper_cell) : 0;
}

static vesper_status attach_memory(const struct vesper_sessions *all,
				   struct vesper_session *session,
				   const struct vesper_message *m)
{
	const struct vesper_attach *needs = &all->needs;
	uint64_t n = number_of(all, session);
	uint32_t cells = (uint32_t)m->w6, depth = (uint32_t)(m->w6 >> 32);
	struct side to = {
		.field = 0, .rights = ABI_RIGHT_READ, .slots = m->w2,
		.stride = (uint32_t)m->w5, .slack = needs->to_slack,
		.least = ring_size(depth),
	};
	struct side from = {
		.field = 1, .rights = ABI_RIGHT_READ | ABI_RIGHT_WRITE,
		.slots = m->w3, .stride = m->w5 >> 32,
		.slack = needs->from_slack, .least = head_size(depth, cells),
	};
	vesper_status status;

	if (session->is_attached)
		return E_STATE;
	if (m->w4 == 0 || m->w4 > CALLERS_MAX || cells > needs->cells ||
	    depth > DEPTH_MAX || (depth & (depth - 1)) != 0 ||
	    (depth && !needs->ring_depth))
		return E_BOUNDS;
	status = side_read(&to, m, m->w4);
	if (status == OK)
		status = side_read(&from, m, m->w4);
	if (status == OK)
		status = side_share(all, n, &to);
	if (status == OK)
		status = side_share(all, n, &from);
	if (status != OK) {
		memory_end(all, n);
		return status;
	}
	client_fill(&session->client, &to, &from);
	session->client.callers = depth ? (uint32_t)m->w4 : 0;
	session->client.ring_depth = depth;
	session->client.cells = cells;
	session->is_attached = true;
	return OK;
}

/* The first for notifications below 32, the second for the others. */
static vesper_status attach_notify(const struct vesper_sessions *all,
				   struct vesper_session *session,
				   const struct vesper_message *m)
{
	uint64_t first = slot_of(all, number_of(all, session), SLOT_NOTIFY);
	vesper_client *client = &session->client;

	if (!session->is_attached || client->notify_all == 2)
		return E_STATE;
	if (!vesper_cap_fits(m->caps, 0, ABI_TYPE_EVENT, ABI_RIGHT_SIGNAL) ||
	    vesper_cap_move(vesper_landed(0), first + client->notify_all) != OK)
		return E_CAP;
	client->notify = (uint32_t)first;
	client->notify_all++;
	return OK;
}

static vesper_status attach_rings(const struct vesper_sessions *all,
				  struct vesper_session *session,
				  struct vesper_message *m)
{
	uint64_t n = number_of(all, session);
	uint64_t slot = slot_of(all, n, SLOT_SIGNAL);

	if (!session->is_attached || !all->event)
		return E_STATE;
	(void)vesper_cap_delete(slot);
	if (vesper_cap_mint(*all->event, slot, ABI_RIGHT_SIGNAL |
			    ABI_RIGHT_SHARE, UINT32_C(1) << n % 32) != OK)
		return E_SERVER;
	m->caps = vesper_field(0, slot, ABI_FIELD_MOVE);
	return OK;
}

/* Not while another call is in it, which may look there. */
static vesper_status detach(const struct vesper_sessions *all,
			    struct vesper_session *session)
{
	if (!session->is_attached || session->calls > 1)
		return E_STATE;
	memory_end(all, number_of(all, session));
	session_forget(session);
	return OK;
}

vesper_status vesper_session_attach(const struct vesper_sessions *all,
				    struct vesper_session *session,
				    struct vesper_message *m)
{
	struct vesper_message request = *m;

	*m = (struct vesper_message){ 0 };
	switch (request.w1) {
	case VESPER_ATTACH_MEMORY:
		return attach_memory(all, session, &request);
	case VESPER_ATTACH_NOTIFY:
		return attach_notify(all, session, &request);
	case VESPER_ATTACH_RINGS:
		return attach_rings(all, session, m);
	case VESPER_ATTACH_DETACH:
		return detach(all, session);
	default:
		return E_ARGUMENT;
	}
}
