/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The system of the product test; see product.h.
 */
#include "product.h"

#include <string.h>

#include <vesper/abi/cap.h>
#include <vesper/abi/memory.h>
#include <vesper/abi/status.h>
#include <vesper/abi/syscall.h>

#define ENTRY		0x700000u
#define HANDLER		0x600000u
#define STACK		0x500000u
#define WINDOW		0x10000000u
#define FOREVER		UINT64_MAX
#define LATER		10000000000u /* ns: when the rival tries everything */
#define AMOUNT		1000000u
#define PERIOD		100000000u
#define ENTRIES_MAX	2000 /* into the kernel, until everything has ended */
#define TURNS_MAX	400 /* until anybody has had the CPU */
#define METHOD		3
#define MARK		0x5e12 /* a word that the server answers */

struct product product;

/* Who has done its part. */
static struct {
	bool called;	/* the middle has called the server */
	bool signalled;	/* the boss has ended the server's wait */
	int tried;	/* of the rival's calls at the end */
	bool failed;	/* one of them did not end as it must */
} play;

static bool is_reached(int domain)
{
	return product.domains[domain]->state == ABI_DOMAIN_RUNNING &&
	       (domain != SERVER || !product.unreachable);
}

static uint64_t *regs(void)
{
	return world.current->context.x;
}

static bool call(uint64_t slot, uint64_t fields)
{
	regs()[0] = slot;
	regs()[8] = METHOD | fields;
	return world_syscall(fields != 0 ? ABI_SYS_CALL_CAP : ABI_SYS_CALL) ==
	       WORLD_RAN;
}

static enum world_end reply(void)
{
	regs()[0] = OK;
	regs()[1] = MARK;
	return world_syscall(ABI_SYS_REPLY);
}

static enum world_end block(uint64_t timeout)
{
	regs()[0] = timeout;
	return world_syscall(ABI_SYS_BLOCK);
}

int64_t product_invoke(uint64_t slot, uint64_t operation, uint64_t x1,
		       uint64_t x2, uint64_t x3, uint64_t x4)
{
	struct abi_vp *vp = world.current;
	uint64_t *x = regs();

	x[0] = slot;
	x[1] = x1;
	x[2] = x2;
	x[3] = x3;
	x[4] = x4;
	x[8] = operation;
	(void)world_syscall(ABI_SYS_INVOKE);
	return (int64_t)vp->context.x[0];
}

/* ---- the system --------------------------------------------------------- */

static void make_pool(int pool, int domain, uint64_t workers, uint64_t free)
{
	struct abi_worker *worker;

	product.pools[pool] = world_pool(product.domains[domain], workers,
					 free);
	worker = (void *)(uintptr_t)product.pools[pool]->workers;
	for (uint64_t i = 0; i < workers; i++)
		worker[i].landing = AT_LANDING;
	product.portals[pool] = world_portal(product.pools[pool],
					     ENTRY + (unsigned)pool * 0x1000);
}

static void give_all(struct abi_domain *domain)
{
	const unsigned all = ABI_RIGHT_CONTROL | ABI_RIGHT_SHARE;

	for (int d = 0; d < PRODUCT_DOMAINS; d++)
		world_cap(domain, (uint64_t)AT_DOMAIN(d), product.domains[d],
			  all, 0);
	world_cap(domain, AT_REGION, product.region,
		  ABI_RIGHT_READ | ABI_RIGHT_WRITE | all, 0);
	world_cap(domain, AT_GRANT, product.grant, ABI_RIGHT_CONTROL, 0);
	world_cap(domain, AT_EVENT, product.event,
		  ABI_RIGHT_SIGNAL | ABI_RIGHT_WAIT | all, 1);
	world_cap(domain, AT_PORTAL, product.portals[POOL_SERVER],
		  ABI_RIGHT_CALL | all, 0);
}

static void make_objects(void)
{
	static const uint32_t levels[PRODUCT_DOMAINS] = { 0, 0, 1, 2, 3 };
	static const char *const names[PRODUCT_DOMAINS] = {
		"boss", "client", "middle", "server", "deep",
	};
	static const int homes[PRODUCT_VPS] = { CLIENT, BOSS, MIDDLE, BOSS };

	for (int d = 0; d < PRODUCT_DOMAINS; d++) {
		product.domains[d] = world_domain(names[d], levels[d],
						  WORLD_SLOTS);
		world_views(product.domains[d], 2);
	}
	for (int i = 0; i < PRODUCT_VPS; i++)
		product.vps[i] = world_vp(product.domains[homes[i]], "");
	make_pool(POOL_MIDDLE, MIDDLE, 1, 1);
	make_pool(POOL_SERVER, SERVER, 2, 1);
	make_pool(POOL_DEEP, DEEP, 1, 1);
	product.event = world_event(NULL, 0);
	product.token = world_event(NULL, 0);
	product.grant = world_grant();
	product.region = world_region(WINDOW, 1);
	world_record()->names.count = 0; /* faults are silent */
}

/* In every table of the chain the same numbers; a level too low has no CALL. */
static void make_slots(void)
{
	static const int callers[] = { CLIENT, MIDDLE, SERVER, BOSS };

	give_all(product.domains[BOSS]);
	give_all(product.domains[SERVER]);
	for (unsigned i = 0; i < 4; i++) {
		struct abi_domain *domain = product.domains[callers[i]];

		if (domain->level < 1)
			world_cap(domain, AT_MIDDLE,
				  product.portals[POOL_MIDDLE],
				  ABI_RIGHT_CALL, 1);
		if (domain->level < 2)
			world_cap(domain, AT_SERVER,
				  product.portals[POOL_SERVER],
				  ABI_RIGHT_CALL, 2);
		world_cap(domain, AT_DEEP, product.portals[POOL_DEEP],
			  ABI_RIGHT_CALL, 3);
	}
	world_cap(product.domains[SERVER], AT_PORTAL,
		  product.portals[POOL_SERVER], ABI_RIGHT_SHARE, 0);
	world_cap(product.domains[MIDDLE], AT_TOKEN, product.token,
		  ABI_RIGHT_SIGNAL | ABI_RIGHT_SHARE, 8);
}

static bool pass_turns(int to)
{
	for (int i = 0; i < TURNS_MAX; i++) {
		if (world.current == product.vps[to])
			return true;
		world.now = world.timer != FOREVER ? world.timer
						   : world.now + 1;
		if (world_interrupt() != WORLD_RAN)
			return false;
	}
	return world.current == product.vps[to];
}

/* As if it had been made at run time. */
static void make_factory(enum abi_type type, void *object, size_t size)
{
	static union {
		char bytes[sizeof(struct abi_vp)];
		uint64_t word;
	} copy;
	struct abi_factory *factory;

	memcpy(&copy, object, size);
	factory = world_factory(type, object, 1);
	factory->free = 0;
	memcpy(object, &copy, size);
	world_cap(product.domains[BOSS], AT_FACTORY, factory,
		  ABI_RIGHT_CONTROL, 0);
	world_cap(product.domains[SERVER], AT_FACTORY, factory,
		  ABI_RIGHT_CONTROL, 0);
}

static void make_made(enum abi_type made)
{
	product.pools[POOL_SERVER]->portals = made == ABI_TYPE_PORTAL;
	product.domains[CLIENT]->made_vps = made == ABI_TYPE_VP;
	if (made == ABI_TYPE_PORTAL)
		make_factory(made, product.portals[POOL_SERVER],
			     sizeof(struct abi_portal));
	else if (made == ABI_TYPE_POOL)
		make_factory(made, product.pools[POOL_SERVER],
			     sizeof(struct abi_pool));
	else if (made == ABI_TYPE_VP)
		make_factory(made, product.vps[CALLER],
			     sizeof(struct abi_vp));
	else if (made == ABI_TYPE_BUDGET)
		make_factory(made, product.budget, sizeof(struct abi_budget));
	else if (made == ABI_TYPE_EVENT)
		make_factory(made, product.event, sizeof(struct abi_event));
	else if (made == ABI_TYPE_GRANT)
		make_factory(made, product.grant, sizeof(struct abi_grant));
	else if (made == ABI_TYPE_REGION)
		make_factory(made, product.region, sizeof(struct abi_region));
	if (product.budget != NULL) { /* places know nothing of each other */
		product.budget->vp = product.vps[CALLER];
		product.vps[CALLER]->budget = product.budget;
	}
}

void product_make(enum moment moment, enum abi_type made)
{
	world_reset();
	memset(&product, 0, sizeof(product));
	memset(&play, 0, sizeof(play));
	product.seen = (struct outcome){ NEVER, NOBODY, NOBODY };
	make_objects();
	make_slots();
	if (moment == EXHAUSTED)
		product.budget = world_budget(product.vps[CALLER], AMOUNT,
					      PERIOD, 0);
	else if (made == ABI_TYPE_BUDGET) /* used up at once, then in turns */
		product.budget = world_budget(product.vps[CALLER], 1, FOREVER / 4,
					      ABI_BUDGET_SLACK);
	if (moment == HANDLING) {
		product.domains[SERVER]->handler = HANDLER;
		product.domains[SERVER]->handler_stack = STACK;
	}
	make_made(made);
	if (world_boot() != WORLD_RAN)
		return;
	if (moment == EXHAUSTED)
		(void)world_syscall(ABI_SYS_YIELD);
	(void)pass_turns(ACTOR);
	(void)product_invoke(AT_REGION, ABI_REGION_SHARE, AT_DOMAIN(SERVER), 0,
			     1, ABI_RIGHT_READ | ABI_RIGHT_WRITE);
}

/* ---- to the moment ------------------------------------------------------ */

static uint64_t fields_of(enum variant variant)
{
	static const uint64_t modes[VARIANTS] = {
		[BORROWED] = ABI_FIELD_BORROW, [MOVED] = ABI_FIELD_MOVE,
	};

	return modes[variant] == 0 ? 0
				   : (modes[variant] | AT_TOKEN)
					     << ABI_FIELD_SHIFT(0);
}

static bool caller_calls(enum variant variant)
{
	if (!pass_turns(CALLER) || !call(AT_MIDDLE, 0))
		return false;
	play.called = true;
	return call(AT_SERVER, fields_of(variant));
}

static bool in_server(void)
{
	product.seen.server = CUT;
	return world.current == product.vps[CALLER] &&
	       world_in(world.current) == product.domains[SERVER];
}

static bool faults(void)
{
	const struct abi_fault fault = { .kind = ABI_FAULT_READ,
					 .pc = ENTRY + 8 };

	return world_fault(&fault) == WORLD_RAN &&
	       product.domains[SERVER]->handling != 0;
}

static bool exhaust(void)
{
	world.now += AMOUNT;
	return world_interrupt() == WORLD_RAN &&
	       world.current != product.vps[CALLER] &&
	       product.budget->left <= 0;
}

bool product_reach(enum moment moment, enum variant variant, int actor)
{
	bool there;

	world.fast = variant == FAST;
	if (moment == WAITING && (!pass_turns(RIVAL) || !call(AT_SERVER, 0)))
		return false;
	if (!caller_calls(variant))
		return false;
	if (moment == WAITING)
		return product.vps[CALLER]->state == ABI_VP_WAIT_POOL &&
		       pass_turns(actor);
	there = in_server();
	if (moment == EVENT_WAIT)
		there = there && product_invoke(AT_EVENT, ABI_EVENT_WAIT,
						FOREVER, 0, 0, 0) == OK &&
			product.vps[CALLER]->state == ABI_VP_WAIT_EVENT;
	else if (moment == DEEPER)
		there = there && call(AT_DEEP, 0);
	else if (moment == HANDLING)
		there = there && faults();
	else if (moment == EXHAUSTED)
		there = there && exhaust();
	return there && pass_turns(moment == RUNNING ? CALLER : actor);
}

/* ---- to the end --------------------------------------------------------- */

/* The server's end, in which it uses the region. */
static enum world_end server_ends(void)
{
	const struct abi_fault fault = { .kind = ABI_FAULT_WRITE,
					 .address = WINDOW };

	if (product.touches &&
	    world_entry(product.domains[SERVER], WINDOW) == 0)
		return world_fault(&fault);
	if (world_link(world.current)->handler != 0) {
		regs()[0] = OK;
		regs()[1] = ENTRY + 12;
		return world_syscall(ABI_SYS_REPLY);
	}
	product.seen.server = REPLIED;
	return reply();
}

static enum world_end caller_plays(void)
{
	const struct abi_domain *in = world_in(world.current);

	if (in == product.domains[CLIENT]) {
		if (play.called && product.seen.client == NOBODY)
			product.seen.client = (int64_t)regs()[0];
		return block(FOREVER);
	}
	if (in == product.domains[MIDDLE]) {
		product.seen.middle = (int64_t)regs()[0];
		play.failed |= product.seen.middle == OK && regs()[1] != MARK;
		return reply();
	}
	if (in == product.domains[SERVER]) {
		if (product.seen.server == NEVER)
			product.seen.server = CUT;
		return server_ends();
	}
	return reply();
}

/* Each server is called once more, when all is over: it takes calls as ever,
 * or says that it is stopped. */
static enum world_end rival_plays(void)
{
	static const int servers[] = { MIDDLE, SERVER, DEEP };
	static const uint64_t slots[] = { AT_MIDDLE, AT_SERVER, AT_DEEP };

	if (world_in(world.current) != product.domains[BOSS])
		return reply();
	if (play.tried == 0) {
		play.tried++;
		return block(LATER);
	}
	if (play.tried > 1)
		play.failed |= (regs()[0] == OK) !=
			       is_reached(servers[play.tried - 2]);
	if (play.tried > 3)
		return block(FOREVER);
	return call(slots[play.tried++ - 1], 0) ? WORLD_RAN : WORLD_IDLE;
}

static enum world_end actor_plays(void)
{
	if (play.signalled)
		return block(FOREVER);
	play.signalled = true;
	regs()[0] = AT_EVENT;
	return world_syscall(ABI_SYS_SIGNAL);
}

static bool pass_time(void)
{
	if (world.timer == FOREVER)
		return false;
	world.now = world.timer;
	return true;
}

bool product_end(void)
{
	enum world_end end = WORLD_RAN;

	world.idle = pass_time;
	for (int i = 0; i < ENTRIES_MAX && end == WORLD_RAN; i++) {
		if (world.current == product.vps[CALLER])
			end = caller_plays();
		else if (world.current == product.vps[RIVAL])
			end = rival_plays();
		else if (world.current == product.vps[ACTOR])
			end = actor_plays();
		else
			end = block(FOREVER);
	}
	return end == WORLD_IDLE && play.tried > 3 && !play.failed;
}

/* ---- what is left ------------------------------------------------------- */

static int length(const struct abi_worker *list)
{
	int n = 0;

	for (; list != NULL; n++)
		list = list->next;
	return n;
}

static int slots_used(int d)
{
	int n = 0;

	for (uint64_t i = 0; i < WORLD_SLOTS; i++)
		n += world_slot(product.domains[d], i)->key != 0;
	return n;
}

static int views_used(int d)
{
	const struct abi_view *views =
		(const void *)(uintptr_t)product.domains[d]->views;

	return (views[0].region != 0) + (views[1].region != 0);
}

struct census product_census(void)
{
	struct census census;

	for (int i = 0; i < PRODUCT_POOLS; i++) {
		const struct abi_pool *pool = product.pools[i];
		int free = length(pool->free);

		census.idle[i] = free + length(pool->reserve);
		census.runnable[i] = free + (pool->token != 0);
	}
	for (int d = 0; d < PRODUCT_DOMAINS; d++) {
		census.slots[d] = slots_used(d);
		census.views[d] = views_used(d);
	}
	for (int i = 0; i < PRODUCT_VPS; i++)
		census.links[i] =
			(int)(&product.vps[i]->links[ABI_LINKS - 1] -
			      world_link(product.vps[i]));
	return census;
}

const char *product_leftover(void)
{
	for (int i = 0; i < PRODUCT_VPS; i++) {
		const struct abi_vp *vp = product.vps[i];

		if (vp->state != ABI_VP_BLOCKED && vp->state != ABI_VP_DEAD)
			return "a vp is neither asleep nor dead";
		if (vp->portal != NULL || vp->handed != NULL)
			return "a vp still waits for a worker";
		if (vp->sched.limit != 0)
			return "a time limit is left";
	}
	for (int i = 0; i < PRODUCT_POOLS; i++)
		if (product.pools[i]->waiters != NULL ||
		    product.pools[i]->owner != NULL)
			return "a pool still has a waiter or an owner";
	for (int d = 0; d < PRODUCT_DOMAINS; d++) {
		if (product.domains[d]->handling != 0)
			return "a fault handler is still at work";
		for (uint64_t i = 0; i < 3; i++)
			if (world_slot(product.domains[d],
				       AT_LANDING + i)->key != 0)
				return "a landing slot is not empty";
	}
	return product.event->wake != 0 ? "an event has a waiter" : NULL;
}
