/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The second model; see model.h. Written from the manual's words; where they
 * are silent on which of two errors comes first, slots are looked at before
 * what they are for, and a source before the place where it is to go.
 */
#include "model_parts.h"

#include <string.h>


struct model model;
struct model_places model_place;

const int model_first_made[ABI_TYPE_COUNT] = {
#define X(type, all, there, places) [ABI_TYPE_##type] = there,
	OBJECTS(X)
#undef X
};

/* ---- capabilities ------------------------------------------------------- */

int model_in(int vp)
{
	const struct model_vp *v = &model.vps[vp];

	return v->depth == 0 ? v->home : v->links[v->depth - 1].domain;
}

bool model_has_fp(int domain)
{
	return (model.fp_domains >> domain & 1) != 0;
}

uint64_t model_slots(int domain)
{
	return domain == 0 ? SLOTS : FEW_SLOTS;
}

static bool goes_up(int domain, int portal)
{
	static const int levels[DOMAINS] = LEVELS;

	return levels[domain] <
	       levels[model.pools[model.portals[portal].pool].domain];
}

struct model_made *model_made(uint32_t type, int object)
{
	int first = model_first_made[type];

	return first == 0 || object < first ? NULL
					    : &model.made[type][object - first];
}

/* What is deleted has lost its life. */
static bool object_alive(uint32_t type, int object, uint32_t life)
{
	const struct model_made *made = model_made(type, object);

	return made == NULL || made->life == life;
}

static bool grant_alive(int grant, uint32_t epoch)
{
	for (;;) {
		if (!model.grants[grant].used ||
		    model.grants[grant].epoch != epoch)
			return false;
		if (model.grants[grant].grant == NONE)
			return object_alive(model.grants[grant].type,
					    model.grants[grant].object,
					    model.grants[grant].life);
		epoch = model.grants[grant].grant_epoch;
		grant = model.grants[grant].grant;
	}
}

/* What a good capability is for in the end. */
int model_object(const struct model_cap *cap)
{
	int grant = cap->grant;

	if (grant == NONE)
		return cap->object;
	while (model.grants[grant].grant != NONE)
		grant = model.grants[grant].grant;
	return model.grants[grant].object;
}

static bool cap_alive(const struct model_cap *cap)
{
	if (cap->grant != NONE)
		return grant_alive(cap->grant, cap->grant_epoch);
	return object_alive(cap->type, cap->object, cap->life);
}

bool model_alive(int domain, int slot)
{
	return cap_alive(&model.caps[domain][slot]);
}

int64_t model_lookup(int domain, uint64_t slot, struct model_cap **cap)
{
	if (slot >= model_slots(domain) ||
	    model.caps[domain][slot].type == 0)
		return E_SLOT;
	*cap = &model.caps[domain][slot];
	return cap_alive(*cap) ? OK : E_STALE;
}

int64_t model_require(int domain, uint64_t slot, uint32_t type,
		       uint32_t rights, struct model_cap **cap)
{
	int64_t status = model_lookup(domain, slot, cap);

	if (status != OK)
		return status;
	if ((*cap)->type != type)
		return E_TYPE;
	return ((*cap)->rights & rights) == rights ? OK : E_RIGHTS;
}

int64_t model_room(int domain, uint64_t slot)
{
	if (slot >= model_slots(domain))
		return E_SLOT;
	return model.caps[domain][slot].type == 0 ? OK : E_OCCUPIED;
}

/* A portal can be called only upwards; there CONTROL with a badge is CALL. */
void model_put(int domain, uint64_t slot, struct model_cap cap,
		uint64_t rights)
{
	cap.rights &= (uint32_t)rights;
	cap.lent = cap.landed = false;
	if (cap.type == ABI_TYPE_PORTAL &&
	    !goes_up(domain, model_object(&cap)))
		cap.rights &= ~(uint32_t)ABI_RIGHT_CALL;
	else if (cap.type == ABI_TYPE_PORTAL && cap.badge != 0 &&
		 (cap.rights & ABI_RIGHT_CONTROL) != 0)
		cap.rights = (cap.rights & ~(uint32_t)ABI_RIGHT_CONTROL) |
			     ABI_RIGHT_CALL;
	model.caps[domain][slot] = cap;
}

void model_empty(int domain, uint64_t slot)
{
	memset(&model.caps[domain][slot], 0, sizeof(struct model_cap));
}

/* ---- ends of system calls ----------------------------------------------- */

void model_clear(struct model_vp *v, int first, int last)
{
	for (int i = first; i <= last; i++)
		v->x[i] = 0;
}

void model_end(struct model_vp *v, int64_t status)
{
	v->x[0] = (uint64_t)status;
	v->x[8] = (uint64_t)status & 0xffff;
}

void model_done(struct model_vp *v, int64_t status)
{
	model_end(v, status);
	model_clear(v, 1, 7);
}

/* ---- system calls ------------------------------------------------------- */

static void invoke(int vp)
{
	struct model_vp *v = &model.vps[vp];
	struct model_cap *cap;
	int64_t status = model_lookup(model_in(vp), v->x[0], &cap);

	/* What is stale can only be thrown away. */
	if (status == E_STALE && v->x[8] == ABI_CAP_DELETE)
		status = OK;
	if (status != OK) {
		model_end(v, status);
		return;
	}
	model_operation(vp, cap);
}

static void signal_call(int vp)
{
	struct model_vp *v = &model.vps[vp];
	struct model_cap *cap;
	int64_t status = model_require(model_in(vp), v->x[0], ABI_TYPE_EVENT,
				 ABI_RIGHT_SIGNAL, &cap);

	model_done(v, status);
	if (status == OK)
		model_signal(model_object(cap), cap->badge);
}

static void block(int vp)
{
	struct model_vp *v = &model.vps[vp];
	uint64_t timeout = v->x[0];

	if (model_owns(vp)) {
		model_done(v, E_STATE);
		return;
	}
	model_done(v, v->depth != 0 ? E_IN_CALL : OK);
	if (v->depth != 0)
		return;
	if (model_pending(vp)) {
		v->reason = ABI_REASON_EVENT;
		return;
	}
	v->state = BLOCKED;
	model_wait_begins(v, timeout);
}

void model_syscall(int vp, uint32_t number)
{
	struct model_vp *v = &model.vps[vp];

	model_clear(v, 9, 18);
	switch (number) {
	case ABI_SYS_CALL:
		v->x[8] &= 0xffff;
		model_call(vp);
		break;
	case ABI_SYS_CALL_CAP:
		model_call(vp);
		break;
	case ABI_SYS_REPLY:
		model_reply(vp);
		break;
	case ABI_SYS_REPLY_CAP:
		model_reply_cap(vp);
		break;
	case ABI_SYS_SIGNAL:
		signal_call(vp);
		break;
	case ABI_SYS_INVOKE:
		invoke(vp);
		break;
	case ABI_SYS_RESUME:
	case ABI_SYS_ENABLE:
		model_unmask(vp, number == ABI_SYS_RESUME);
		break;
	case ABI_SYS_BLOCK:
		block(vp);
		break;
	case ABI_SYS_YIELD:
		model_done(v, OK);
		break;
	default:
		model_fault(vp, &(struct model_fault){
				.kind = ABI_FAULT_SYSCALL, .address = number,
				.pc = v->pc - 4 });
	}
}

/* Those that are due first, first. */
void model_time(int vp, uint64_t now)
{
	if (vp != NONE)
		model.vps[vp].spent += now - model.now;
	model.now = now;
	for (;;) {
		int first = NONE;

		for (int i = 0; i < VPS; i++)
			if (model.vps[i].deadline <= now &&
			    (first == NONE || model.vps[i].deadline <
						      model.vps[first].deadline))
				first = i;
		if (first == NONE)
			return;
		if (model.vps[first].state == WAIT_EVENT) {
			model_wait_ends(first, E_TIMEOUT, 0);
		} else {
			model_wake(&model.vps[first]);
			model_done(&model.vps[first], E_TIMEOUT);
			model.vps[first].reason = ABI_REASON_TIMEOUT;
		}
	}
}

static void reset_vps(void)
{
	static const int homes[MADE_VP] = VP_HOMES;

	for (int i = 0; i < VPS; i++)
		model.vps[i] = (struct model_vp){
			.portal = NONE, .handed = NONE, .budget = NONE,
			.deadline = FOREVER, .state = DEAD,
		};
	for (int i = 0; i < MADE_VP; i++) {
		struct model_vp *v = &model.vps[i];

		v->home = homes[i];
		v->state = READY;
		v->pc = model_place.pc[i];
		v->sp = model_place.sp[i];
		v->tls = model_place.tls[i];
		model.controls[i].masked = 1;
	}
}

static void reset_domains(void)
{
	for (int d = 0; d < DOMAINS; d++) {
		model.domains[d].pool = d == 1 || d == 2 ? d - 1 : NONE;
		model.domains[d].handling = model.domains[d].told = NONE;
		model.domains[d].stopped = d >= MADE_DOMAIN;
		for (int i = 0; i < VIEWS; i++)
			model.views[d][i].region = NONE;
	}
	model.domains[HANDLER_DOMAIN].handler = model_place.handler;
	model.domains[HANDLER_DOMAIN].handler_stack = model_place.handler_stack;
	model.domains[SUPERVISED].told = SUPERVISOR_EVENT;
	model.domains[SUPERVISED].told_bits = SUPERVISOR_BITS;
}

static void reset_pools(void)
{
	static const int workers[MADE_POOL] = POOL_WORKERS;

	for (int i = 0; i < MADE_POOL; i++) {
		struct model_pool *p = &model.pools[i];

		p->domain = i + 1;
		p->recovery = NONE;
		p->count = workers[i];
		for (int w = 0; w < p->count; w++) {
			p->stack[w] = model_place.stack[i][w];
			p->landing[w] = LANDING;
		}
		model_pool_start(p);
		model.portals[i].pool = i;
		model.portals[i].entry = model_place.entry[i];
	}
	for (int i = MADE_POOL; i < POOLS; i++)
		model.pools[i].owner = model.pools[i].recovery = NONE;
	model.portals[LIMITED].limit = LIMIT;
	if (model_place.recover == 0)
		return;
	model.portals[RECOVERED].limit = LIMIT;
	model.pools[RECOVERED].recovery = RECOVERY_VP;
	model.vps[RECOVERY_VP].state = DEAD;
}

static void reset_caps(void)
{
#define CALL		ABI_RIGHT_CALL
#define READ		ABI_RIGHT_READ
#define WRITE		ABI_RIGHT_WRITE
#define EXEC		ABI_RIGHT_EXEC
#define SHARE		ABI_RIGHT_SHARE
#define CONTROL		ABI_RIGHT_CONTROL
#define SIGNAL		ABI_RIGHT_SIGNAL
#define WAIT		ABI_RIGHT_WAIT
#define X(domain, slot, kind, number, may, mark)               \
	model.caps[domain][slot] = (struct model_cap){         \
		.type = ABI_TYPE_##kind, .object = number,     \
		.grant = NONE, .rights = may, .badge = mark };
	CAPS(X)
#undef X
}

void model_reset(const struct model_places *places)
{
	model_place = *places;
	memset(&model, 0, sizeof(model));
	model.now = 1;
	model.fp_domains = places->fp_domains;
	reset_vps();
	reset_domains();
	reset_pools();
	for (int i = 0; i < EVENTS; i++)
		model.events[i].waiter = model.events[i].bound = NONE;
	model.events[BOUND_EVENT].bound = 0;
	model.events[BOUND_EVENT].number = BOUND_NUMBER;
	for (int i = 0; i < GRANTS; i++)
		model.grants[i].grant = NONE;
	for (int i = 0; i < BUDGETS; i++)
		model.budgets[i].vp = model.budgets[i].parent = NONE;
	model.budgets[0].share = SHARE_FIRST;
	for (int type = 0; type < ABI_TYPE_COUNT; type++)
		model.last_made[type] = PLACES - 1;
	reset_caps();
}
