/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Kernel and second model side by side; see pair.h. Objects are compared by
 * number, registers by value, capabilities by what they say and whether they
 * are good.
 */
#include "pair.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <vesper/abi/cap.h>
#include <vesper/abi/memory.h>
#include <vesper/abi/syscall.h>
#include <vesper/kernel/cap.h>

#include "model.h"
#include "world.h"

#define ENTRY		0x700000u
#define REGION_AT	0x10000000u
#define FOREVER		UINT64_MAX
#define START		(UINT64_C(1) << 40) /* no other number is near it */

char pair_wrong[2 * WORLD_OUTPUT];
size_t pair_steps, pair_fast;
bool pair_alike;

/* The kernel's objects, by the model's numbers. */
static struct {
	struct abi_domain *domains[DOMAINS];
	struct abi_vp *vps[VPS];
	struct abi_pool *pools[POOLS];
	struct abi_portal *portals[PORTALS];
	struct abi_event *events[EVENTS];
	struct abi_grant *grants[GRANTS];
	struct abi_region *regions[REGIONS];
} real;

/* The sequence that runs. */
static const struct step *steps;
static size_t steps_count, at;
static bool trace;	/* print them */

static bool wrong(const char *format, ...)
{
	va_list arguments;

	if (pair_wrong[0] != '\0')
		return false;
	va_start(arguments, format);
	vsnprintf(pair_wrong, sizeof(pair_wrong), format, arguments);
	va_end(arguments);
	return false;
}

/* ---- one system, made twice --------------------------------------------- */

static void *real_object(uint32_t type, int number)
{
	switch (type) {
	case ABI_TYPE_DOMAIN:
		return real.domains[number];
	case ABI_TYPE_PORTAL:
		return real.portals[number];
	case ABI_TYPE_EVENT:
		return real.events[number];
	case ABI_TYPE_GRANT:
		return real.grants[number];
	default:
		return real.regions[number];
	}
}

static void make_world(void)
{
	static const int homes[VPS] = VP_HOMES;
	static const int workers[POOLS] = POOL_WORKERS;

	world_reset();
	for (int i = 0; i < DOMAINS; i++) {
		real.domains[i] = world_domain("d", (uint32_t)i, SLOTS);
		world_views(real.domains[i], VIEWS);
	}
	world_record()->names.count = 0; /* faults are silent */
	for (int i = 0; i < VPS; i++)
		real.vps[i] = world_vp(real.domains[homes[i]], "");
	world_control(real.vps[0], 0);
	for (int i = 0; i < POOLS; i++) {
		struct abi_worker *worker;

		real.pools[i] = world_pool(real.domains[i + 1],
					   (uint64_t)workers[i], 1);
		worker = (void *)(uintptr_t)real.pools[i]->workers;
		for (int w = 0; w < workers[i]; w++)
			worker[w].landing = LANDING;
		real.portals[i] = world_portal(real.pools[i],
					       ENTRY + (unsigned)i * 0x1000);
		real.portals[i]->interface = (uint64_t)i + 1;
	}
	for (int i = 0; i < EVENTS; i++)
		real.events[i] = world_event(
			i == BOUND_EVENT ? real.vps[0] : NULL, BOUND_NUMBER);
	for (int i = 0; i < GRANTS; i++)
		real.grants[i] = world_grant();
	real.regions[0] = world_region(REGION_AT, REGION_WINDOWS);
	real.regions[0]->pages = REGION_PAGES;
#define X(domain, slot, type, number, may, mark)                        \
	world_cap(real.domains[domain], slot,                           \
		  real_object(ABI_TYPE_##type, number), may, mark);
#define CALL		ABI_RIGHT_CALL
#define READ		ABI_RIGHT_READ
#define WRITE		ABI_RIGHT_WRITE
#define EXEC		ABI_RIGHT_EXEC
#define SHARE		ABI_RIGHT_SHARE
#define CONTROL		ABI_RIGHT_CONTROL
#define SIGNAL		ABI_RIGHT_SIGNAL
#define WAIT		ABI_RIGHT_WAIT
	CAPS(X)
#undef X
}

static void make_model(void)
{
	struct model_places places;

	for (int i = 0; i < POOLS; i++) {
		const struct abi_worker *worker =
			(void *)(uintptr_t)real.pools[i]->workers;

		places.entry[i] = real.portals[i]->entry;
		for (uint64_t w = 0; w < real.pools[i]->count; w++)
			places.stack[i][w] = worker[w].stack;
	}
	for (int i = 0; i < VPS; i++) {
		places.pc[i] = real.vps[i]->context.pc;
		places.sp[i] = real.vps[i]->context.sp;
		places.tls[i] = real.vps[i]->context.tls;
	}
	model_reset(&places);
}

/* ---- comparison --------------------------------------------------------- */

static int vp_number(const struct abi_vp *vp)
{
	for (int i = 0; i < VPS; i++)
		if (real.vps[i] == vp)
			return i;
	return NONE;
}

static bool same_vp(int i)
{
	const struct abi_vp *vp = real.vps[i];
	const struct model_vp *v = &model.vps[i];
	long depth = &vp->links[ABI_LINKS - 1] - world_link(vp);

	if (vp->state != (uint32_t)v->state)
		return wrong("vp %d: state %u, model %d", i, vp->state,
			     (int)v->state);
	if (v->state != DEAD && depth != v->depth)
		return wrong("vp %d: %ld calls deep, model %d", i, depth,
			     v->depth);
	if (v->state != DEAD && world_in(vp) != real.domains[model_in(i)])
		return wrong("vp %d: in domain %u, model %d", i,
			     world_in(vp)->index, model_in(i));
	return true;
}

static bool same_registers(int i)
{
	const struct abi_context *context = &real.vps[i]->context;
	const struct model_vp *v = &model.vps[i];

	for (int r = 0; r < 31; r++)
		if (context->x[r] != v->x[r])
			return wrong("vp %d: x%d is %#lx, model %#lx", i, r,
				     context->x[r], v->x[r]);
	if (context->pc != v->pc || context->sp != v->sp ||
	    context->tls != v->tls)
		return wrong("vp %d: pc %#lx sp %#lx tls %#lx, "
			     "model %#lx %#lx %#lx", i, context->pc,
			     context->sp, context->tls, v->pc, v->sp, v->tls);
	if (context->pstate != 0)
		return wrong("vp %d: pstate %#lx", i, context->pstate);
	return true;
}

static bool same_cap(int d, int slot)
{
	const struct abi_cap *cap = world_slot(real.domains[d],
					       (uint64_t)slot);
	const struct model_cap *m = &model.caps[d][slot];
	uint32_t named = (uint32_t)(cap->where >> ABI_CAP_OBJECT_SHIFT);
	const void *object;
	struct cap_view view;
	int64_t status;

	if (m->type == 0 || cap->key == 0) {
		if ((m->type == 0) != (cap->key == 0))
			return wrong("domain %d slot %d: key %#lx, model's "
				     "type %u", d, slot, cap->key, m->type);
		return true;
	}
	object = m->grant != NONE ? (void *)real.grants[m->grant]
				  : real_object(m->type, m->object);
	if ((cap->key >> ABI_CAP_TYPE_SHIFT & 0xff) != m->type ||
	    (cap->key >> ABI_CAP_RIGHTS_SHIFT & 0xff) != m->rights ||
	    (uint32_t)cap->where != m->badge ||
	    ((cap->key & ABI_CAP_LENT) != 0) != m->lent ||
	    named != (uint32_t)(uintptr_t)object)
		return wrong("domain %d slot %d: %#lx %#lx, model type %u "
			     "object %d grant %d rights %#x badge %#x lent %d",
			     d, slot, cap->where, cap->key, m->type, m->object,
			     m->grant, m->rights, m->badge, m->lent);
	status = cap_lookup(real.domains[d], (uint64_t)slot, &view);
	if ((status == OK) != model_alive(d, slot))
		return wrong("domain %d slot %d: status %ld, model %s", d,
			     slot, status,
			     model_alive(d, slot) ? "good" : "stale");
	return true;
}

static int length(uint64_t list)
{
	int n = 0;

	for (; list != 0; n++)
		list = ((const struct abi_worker *)(uintptr_t)list)->next;
	return n;
}

static bool same_pool(int i)
{
	const struct abi_pool *pool = real.pools[i];
	const struct model_pool *p = &model.pools[i];
	const struct abi_vp *first = (void *)(uintptr_t)pool->waiters;
	const struct abi_vp *owner = (void *)(uintptr_t)pool->owner;
	int frees = length(pool->free), reserves = length(pool->reserve);

	if (model.stopped[p->domain])
		return true;
	if (frees != p->frees || reserves != p->reserves ||
	    (pool->token != 0) != p->token || vp_number(owner) != p->owner)
		return wrong("pool %d: free %d reserve %d token %lu owner %d, "
			     "model %d %d %d %d", i, frees, reserves,
			     pool->token, vp_number(owner), p->frees,
			     p->reserves, p->token, p->owner);
	if (vp_number(first) != (p->waits > 0 ? p->waiters[0] : NONE))
		return wrong("pool %d: first waiter %d", i, vp_number(first));
	return true;
}

/* What a domain may do by its entry for a window of the region. */
static uint64_t entry_rights(int d, unsigned w)
{
	uint64_t entry = world_entry(real.domains[d],
				     REGION_AT + w * ABI_WINDOW_SIZE);
	uint64_t rights = (entry & 1) == 0 ? 0 : ABI_RIGHT_READ;

	if ((entry & 1) != 0 && (entry >> 62 & 1) == 0)
		rights |= ABI_RIGHT_WRITE;
	if ((entry & 1) != 0 && (entry >> 60 & 1) == 0)
		rights |= ABI_RIGHT_EXEC;
	return rights;
}

/* A view is there exactly when its entries are, with just its rights. */
static bool same_windows(int d)
{
	const uint32_t memory =
		ABI_RIGHT_READ | ABI_RIGHT_WRITE | ABI_RIGHT_EXEC;
	uint64_t want[REGION_WINDOWS] = { 0 };

	for (int i = 0; i < VIEWS; i++) {
		const struct model_view *v = &model.views[d][i];

		if (v->region == NONE)
			continue;
		for (int w = v->first; w < v->first + v->windows; w++)
			want[w] = v->rights & memory;
	}
	for (unsigned w = 0; w < REGION_WINDOWS; w++) {
		uint64_t rights = entry_rights(d, w);

		if (rights != want[w])
			return wrong("domain %d window %u: rights %#lx, "
				     "model %#lx", d, w, rights, want[w]);
	}
	return true;
}

/* And no page is writable in one domain while it is executable in one. */
static bool same_region(int i)
{
	const struct abi_region *region = real.regions[i];
	uint64_t rights = 0;

	if ((region->state == ABI_REGION_CODE) != model.regions[i].code)
		return wrong("region %d: state %u, model's code %d", i,
			     region->state, model.regions[i].code);
	for (int d = 0; d < DOMAINS; d++)
		for (unsigned w = 0; w < REGION_WINDOWS; w++)
			rights |= entry_rights(d, w);
	if ((rights & ABI_RIGHT_WRITE) != 0 && (rights & ABI_RIGHT_EXEC) != 0)
		return wrong("region %d is writable and executable", i);
	return true;
}

static bool same_world(void)
{
	bool good = true;

	for (int i = 0; i < VPS && good; i++)
		good = same_vp(i);
	for (int d = 0; d < DOMAINS && good; d++) {
		for (int slot = 0; slot < SLOTS && good; slot++)
			good = same_cap(d, slot);
		good = good && same_windows(d);
	}
	for (int i = 0; i < POOLS && good; i++)
		good = same_pool(i);
	for (int i = 0; i < REGIONS && good; i++)
		good = same_region(i);
	for (int i = 0; i < EVENTS && good; i++)
		if (real.events[i]->bits != model.events[i].bits)
			good = wrong("event %d: bits %#lx, model %#lx", i,
				     real.events[i]->bits,
				     model.events[i].bits);
	return good;
}

/* What the kernel did with vps beside the one that runs: told them that nobody
 * lets them in any more, or found them dead. */
static void bury(void)
{
	for (int i = 0; i < VPS; i++)
		if (real.vps[i]->state != ABI_VP_WAIT_POOL)
			model_hear(i);
	/* One that dies may be what another one waited for. */
	for (int n = 0; n < VPS * VPS; n++) {
		int i = n % VPS;

		if (real.vps[i]->state == ABI_VP_DEAD &&
		    model.vps[i].state != DEAD && model_run(i))
			wrong("vp %d is dead, in the model it can run", i);
	}
}

/* After an entry that came back with somebody to run. */
static void compare(void)
{
	int current = vp_number(world.current);

	bury();
	if (!model_run(current))
		wrong("vp %d runs, in the model it cannot", current);
	if (!world.unchecked && same_world())
		same_registers(current);
}

/* ---- steps -------------------------------------------------------------- */

enum kind {
	STEP_CALL, STEP_REPLY, STEP_SIGNAL, STEP_INVOKE, STEP_CALL_CAP,
	STEP_REPLY_CAP, STEP_BLOCK, STEP_YIELD, STEP_TIME, STEP_ENABLE,
	STEP_FAULT, STEP_UNKNOWN
};

static const char *const kind_names[] = {
	"call", "reply", "signal", "invoke", "call_cap", "reply_cap", "block",
	"yield", "time", "enable", "fault", "unknown",
};

/* As often as there is something to see. */
static enum kind step_kind(const struct step *step)
{
	static const uint8_t kinds[32] = {
		STEP_CALL, STEP_CALL, STEP_CALL, STEP_CALL, STEP_CALL,
		STEP_REPLY, STEP_REPLY, STEP_REPLY,
		STEP_SIGNAL, STEP_SIGNAL, STEP_SIGNAL,
		STEP_INVOKE, STEP_INVOKE, STEP_INVOKE, STEP_INVOKE,
		STEP_INVOKE, STEP_INVOKE, STEP_INVOKE, STEP_INVOKE,
		STEP_CALL_CAP, STEP_CALL_CAP, STEP_CALL_CAP,
		STEP_REPLY_CAP, STEP_REPLY_CAP,
		STEP_BLOCK, STEP_YIELD, STEP_ENABLE,
		STEP_TIME, STEP_TIME, STEP_TIME,
		STEP_FAULT, STEP_UNKNOWN,
	};

	return kinds[step->kind % 32];
}

/* One half of them is for any capability, the other for its type. */
static uint64_t operation_of(const struct step *step, uint32_t type)
{
	static const uint16_t any[] = {
		ABI_CAP_COPY, ABI_CAP_COPY, ABI_CAP_MINT, ABI_CAP_MOVE,
		ABI_CAP_DELETE, ABI_CAP_DELETE, ABI_CAP_INFO,
		ABI_OPERATION_COUNT,
	};
	static const uint16_t first[ABI_TYPE_COUNT] = {
		[ABI_TYPE_DOMAIN] = ABI_DOMAIN_INSTALL,
		[ABI_TYPE_REGION] = ABI_REGION_SHARE,
		[ABI_TYPE_GRANT] = ABI_GRANT_DELEGATE,
		[ABI_TYPE_EVENT] = ABI_EVENT_TAKE,
	};

	if (step->b % 2 == 0)
		return any[step->b / 2 % 8];
	return step->b / 2 % 32 == 0 ? 0 : first[type] + step->b / 2 % 4u;
}

bool step_is_final(const struct step *step)
{
	return step_kind(step) >= STEP_FAULT;
}

/* The first ones are those that hold something at first. */
static uint64_t slot_of(uint8_t byte)
{
	if (byte >= 128 && byte < 255)
		return byte % 7;
	return byte == 255 ? UINT64_MAX : byte % (SLOTS + 1);
}

static uint64_t rights_of(uint8_t byte)
{
	return byte % 4 == 0 ? byte : UINT64_MAX;
}

static uint64_t timeout_of(uint8_t byte)
{
	return byte % 2 == 0 ? FOREVER : byte;
}

/* The first slot from `byte` on with such a capability; else any slot. */
static uint64_t slot_of_type(const struct abi_domain *domain, uint32_t type,
			     uint8_t byte)
{
	for (uint64_t i = 0; i < SLOTS && byte % 8 != 7; i++) {
		uint64_t slot = (byte + i) % SLOTS;
		uint64_t key = world_slot(domain, slot)->key;

		if ((key >> ABI_CAP_TYPE_SHIFT & 0xff) == type)
			return slot;
	}
	return slot_of(byte);
}

/* Operation `b` on slot `a`: arguments that can mean something for it. */
static void set_arguments(uint64_t *x, const struct step *step)
{
	uint32_t type = 0;
	uint64_t slot = slot_of(step->a);
	const struct abi_domain *domain = world_in(world.current);

	if (slot < SLOTS)
		type = (uint32_t)(world_slot(domain, slot)->key >>
				  ABI_CAP_TYPE_SHIFT) & 0xff;
	x[0] = slot;
	x[8] = operation_of(step, type);
	x[1] = slot_of(step->c);
	x[2] = rights_of(step->d);
	x[3] = step->e % 8 == 7 ? UINT64_MAX : step->e;
	x[4] = step->e;
	if (step->b % 2 == 0)
		return;
	if (type == ABI_TYPE_DOMAIN && x[8] == ABI_DOMAIN_STOP &&
	    step->c % 8 != 0)
		x[8] = ABI_DOMAIN_INSTALL;
	if (type == ABI_TYPE_EVENT)
		x[1] = timeout_of(step->c);
	if (type == ABI_TYPE_DOMAIN || type == ABI_TYPE_GRANT) {
		x[2] = slot_of(step->d);
		x[3] = rights_of(step->e);
	}
	if (type == ABI_TYPE_REGION) {
		x[1] = slot_of_type(domain, ABI_TYPE_DOMAIN, step->c);
		x[2] = step->d % (VIEWS + 1);
		x[3] = (uint64_t)(step->d / 4 % 4) << 32 | step->d / 16 % 5;
		if (x[8] == ABI_REGION_CHANGE)
			x[1] = step->c % 3;
	}
}

static uint64_t fields_of(const struct step *step)
{
	uint64_t x8 = 0;
	uint8_t fields[3] = { step->c, step->d, step->e };

	for (int i = 0; i < 3; i++) {
		uint64_t field = (fields[i] & 15u) |
				 (fields[i] >> 4 & 3u) << 12;

		if (fields[i] < 128)
			x8 |= field << (16 + 16 * i);
	}
	return x8;
}

/* Every register tells by its value where it came from. */
static void set_registers(uint64_t *x, const struct step *step)
{
	for (unsigned i = 0; i < 31; i++)
		x[i] = (uint64_t)(pair_alike ? 1 : at + 1) << 16 | i << 8 |
		       0xa5;
	x[0] = slot_of(step->a);
	x[8] = step->b;
	switch (step_kind(step)) {
	case STEP_REPLY:
		x[0] = step->a % 4 == 0 ? (uint64_t)-5 : step->a % 4 - 1u;
		break;
	case STEP_REPLY_CAP:
		x[0] = step->a % 4 == 0;
		x[8] = fields_of(step);
		break;
	case STEP_CALL_CAP:
		x[8] = step->b | fields_of(step);
		break;
	case STEP_SIGNAL: /* the fast path leaves these as they were */
		x[16] = x[17] = x[18] = 0;
		break;
	case STEP_INVOKE:
		set_arguments(x, step);
		break;
	case STEP_BLOCK:
		x[0] = timeout_of(step->a);
		break;
	default:
		break;
	}
}

static uint32_t number_of(const struct step *step)
{
	static const uint32_t numbers[] = {
		[STEP_CALL] = ABI_SYS_CALL, [STEP_REPLY] = ABI_SYS_REPLY,
		[STEP_SIGNAL] = ABI_SYS_SIGNAL,
		[STEP_INVOKE] = ABI_SYS_INVOKE,
		[STEP_CALL_CAP] = ABI_SYS_CALL_CAP,
		[STEP_REPLY_CAP] = ABI_SYS_REPLY_CAP,
		[STEP_BLOCK] = ABI_SYS_BLOCK, [STEP_YIELD] = ABI_SYS_YIELD,
		[STEP_ENABLE] = ABI_SYS_ENABLE,
		[STEP_UNKNOWN] = ABI_SYS_COUNT,
	};

	if (step_kind(step) == STEP_ENABLE && step->b % 2 != 0)
		return ABI_SYS_RESUME;
	return numbers[step_kind(step)];
}

static void pass_time(const struct step *step)
{
	uint64_t to = world.now + step->a;

	if (step->b % 2 == 0 && world.timer != UINT64_MAX && world.timer > to)
		to = world.timer;
	world.now = to;
}

/* One line for a step, before it is made. */
static void step_print(const struct step *step)
{
	const uint64_t *x;

	printf("  {%u, %u, %u, %u, %u, %u}, /* %s%s", step->kind, step->a,
	       step->b, step->c, step->d, step->e, kind_names[step_kind(step)],
	       (step->kind & 0x80) != 0 ? ", slow" : "");
	if (world.current != NULL) {
		x = world.current->context.x;
		printf(" by vp %d in domain %u", vp_number(world.current),
		       world_in(world.current)->index);
		if (step_kind(step) != STEP_TIME &&
		    step_kind(step) != STEP_FAULT)
			printf(", x0 %#lx x1 %#lx x2 %#lx x3 %#lx x8 %#lx",
			       x[0], x[1], x[2], x[3], x[8]);
	}
	printf(" */\n");
}

/* Nobody can run: only time may pass. */
static bool idle(void)
{
	bury();
	for (int i = 0; i < VPS; i++) {
		model_hear(i);
		if (model.vps[i].state == READY)
			wrong("the kernel idles, vp %d can run", i);
	}
	if (!same_world())
		return false;
	while (at < steps_count) {
		const struct step *step = &steps[at++];

		if (step_kind(step) != STEP_TIME)
			continue;
		pair_steps++;
		if (trace)
			step_print(step);
		pass_time(step);
		model_time(world.now);
		return true;
	}
	return false;
}

static enum world_end step_run(const struct step *step)
{
	int current = vp_number(world.current);
	struct model_vp *v = &model.vps[current];
	struct abi_fault fault = { .kind = ABI_FAULT_READ };

	if (step_kind(step) != STEP_TIME && step_kind(step) != STEP_FAULT) {
		if (v->again) {
			v->pc += 4;
			world.current->context.pc += 4;
			v->again = false;
		}
		set_registers(v->x, step);
		memcpy(world.current->context.x, v->x, sizeof(v->x));
	}
	if (trace)
		step_print(step);
	if (step_kind(step) == STEP_TIME) {
		pass_time(step);
		model_time(world.now);
		return world_interrupt();
	}
	if (step_kind(step) == STEP_FAULT) {
		model_fault(current);
		return world_fault(&fault);
	}
	model_syscall(current, number_of(step));
	return world_syscall(number_of(step));
}

bool pair_run(const struct step *sequence, size_t count)
{
	enum world_end end;

	steps = sequence;
	steps_count = count;
	at = 0;
	pair_wrong[0] = '\0';
	pair_steps = 0;
	make_world();
	make_model();
	world.idle = idle;
	world.now = START;
	model.now = START;
	end = world_boot();
	compare();
	while (end == WORLD_RAN && at < count && pair_wrong[0] == '\0') {
		const struct step *step = &steps[at];

		world.fast = (step->kind & 0x80) == 0;
		world.unchecked = pair_alike && at + 1 < count;
		end = step_run(step);
		at++;
		pair_steps++;
		if (end == WORLD_RAN)
			compare();
	}
	pair_fast = world.fast_paths;
	if (end == WORLD_PANIC)
		wrong("%s", world.output);
	return pair_wrong[0] == '\0';
}

/* ---- failures ----------------------------------------------------------- */

/* Two failures are one if they begin with the same words. */
static bool fails_alike(const struct step *sequence, size_t count,
			const char *why)
{
	return !pair_run(sequence, count) && strncmp(pair_wrong, why, 8) == 0;
}

/* Take away ever smaller pieces, as long as it still fails. */
size_t pair_shrink(struct step *sequence, size_t count)
{
	static struct step shorter[1 << 16];
	char why[16];

	pair_run(sequence, count);
	memcpy(why, pair_wrong, sizeof(why));
	for (size_t piece = count / 2; piece > 0; piece /= 2) {
		for (size_t from = 0; from + piece <= count;) {
			size_t rest = count - from - piece;

			memcpy(shorter, sequence, from * sizeof(*sequence));
			memcpy(shorter + from, sequence + from + piece,
			       rest * sizeof(*sequence));
			if (fails_alike(shorter, count - piece, why)) {
				count -= piece;
				memcpy(sequence, shorter,
				       count * sizeof(*sequence));
			} else {
				from += piece;
			}
		}
	}
	pair_run(sequence, count);
	return count;
}

void pair_print(const struct step *sequence, size_t count)
{
	trace = true;
	pair_run(sequence, count);
	trace = false;
	printf("%s\n", pair_wrong);
}
