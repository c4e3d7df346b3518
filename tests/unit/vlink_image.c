/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The image of a small system, made from the model and read back: what each
 * domain sees is what the model says, page for page, and nothing else.
 */
#include <stdlib.h>
#include <string.h>

#include <CUnit/Basic.h>

#include <vesper/abi/boot.h>
#include <vesper/abi/connection.h>
#include <vesper/abi/descriptor.h>
#include <vesper/abi/object.h>
#include <vesper/abi/thread.h>

#include "back.h"
#include "memory.h"
#include "model.h"
#include "vlink_back.h"
#include "vlink_elf.h"

#define PAGE ABI_PAGE_SIZE
#define UART UINT64_C(0x3f201000)

/* ---- a kernel ------------------------------------------------------------ */

static void make_kernel(const char *path)
{
	static uint8_t text[PAGE + 16];
	uint64_t magic = ABI_BOOT_MAGIC, null = ABI_NULL_KEY;
	uint64_t devices[] = { 0x40000000, UINT64_MAX };
	uint64_t base = ABI_KERNEL_BASE + ABI_LOAD_ADDRESS;
	struct maker maker;
	unsigned constants;

	memcpy(text + ABI_BOOT_OFFSET, &magic, 8);
	memcpy(text + ABI_NULL_OFFSET, &null, 8);
	maker_init(&maker, ET_EXEC);
	maker.entry = base;
	maker_section(&maker, ".text", SHF_ALLOC | SHF_EXECINSTR, base, text,
		      sizeof text);
	constants = maker_section(&maker, ".rodata", SHF_ALLOC,
				  base + 2 * PAGE, devices, sizeof devices);
	maker_section(&maker, ".bss", SHF_ALLOC | SHF_WRITE, base + 3 * PAGE,
		      NULL, PAGE);
	maker_symbol(&maker, "kernel_devices", base + 2 * PAGE,
		     sizeof devices, (uint16_t)constants, STT_OBJECT,
		     STB_GLOBAL);
	maker_write(&maker, path);
	maker_free(&maker);
}

/* ---- a system of a client and a server ----------------------------------- */

struct world {
	struct arena arena;
	struct interner interner;
	struct sources sources;
	struct diag diag;
	struct system system;
	struct interface interface;
	struct provide_decl provide_decl;
	struct use_decl use_decl;
	struct device_decl device_decl;
	struct vp_decl vp_decl;
	struct region_decl region_decl;
	struct param_decl param_decl;
	struct component client_component, server_component;
	struct instance client, server;
	struct instance *instances[2];
	struct connection connection, *connections[1];
	struct provide provide;
	struct use use;
	struct region region;
	struct param param;
	struct board_device board_device;
	struct device device;
	struct vp vp;
	struct capability cap;
	struct area to, from, *areas[2];
	uint64_t code_flags;	/* of the client's text */
	uint64_t client_shift;	/* its link address less its window */
	bool no_portal;
	bool no_relocations;	/* of its debug data */
	uint64_t stack_grown;	/* after the windows were placed */
};

static void world_declare(struct world *w)
{
	w->interface = (struct interface){ .name = "t.con", .number = 7 };
	w->provide_decl = (struct provide_decl){
		.name = "con", .interface = &w->interface };
	w->use_decl = (struct use_decl){
		.name = "con", .interface = &w->interface };
	w->device_decl = (struct device_decl){ .name = "regs" };
	w->vp_decl = (struct vp_decl){ .name = "main", .start = "start",
				       .stack = 2 * PAGE };
	w->region_decl = (struct region_decl){ .name = "ring",
					       .size = 3 * PAGE };
	w->param_decl = (struct param_decl){ .name = "baud", .size = 4 };
	w->client_component = (struct component){
		.name = "client", .uses = &w->use_decl, .uses_count = 1,
		.vps = &w->vp_decl, .vps_count = 1,
		.regions = &w->region_decl, .regions_count = 1,
		.memory_bound = 3 * PAGE };
	w->server_component = (struct component){
		.name = "server", .provides = &w->provide_decl,
		.provides_count = 1, .devices = &w->device_decl,
		.devices_count = 1, .params = &w->param_decl,
		.params_count = 1, .pool = { .workers = 2, .stack = PAGE },
		.memory_bound = 3 * PAGE };
}

static void world_instantiate(struct world *w)
{
	w->to = (struct area){ .name = "to", .size = PAGE,
			       .owner = &w->client };
	w->from = (struct area){ .name = "from", .size = 2 * PAGE,
				 .owner = &w->client };
	w->connection = (struct connection){
		.client = &w->client, .use = &w->use, .server = &w->server,
		.provide = &w->provide, .slot = 3, .number = 0, .record = 64,
		.to = { .area = &w->to, .limit = 4000 },
		.from = { .area = &w->from, .base = 128, .offset = 256,
			  .limit = 8000 } };
	w->provide = (struct provide){ .decl = &w->provide_decl,
		.connections = w->connections, .connections_count = 1 };
	w->use = (struct use){
		.decl = &w->use_decl, .connections = w->connections,
		.connections_count = 1, .handles = 16, .handles_count = 1 };
	w->param = (struct param){ .decl = &w->param_decl,
				   .value = 0x11223344, .offset = 200 };
	w->board_device = (struct board_device){
		.name = "uart0", .address = UART, .size = PAGE };
	w->device = (struct device){ .decl = &w->device_decl,
				     .board = &w->board_device };
	w->region.decl = &w->region_decl;
	w->vp = (struct vp){ .decl = &w->vp_decl, .caller = 5 };
	w->cap = (struct capability){
		.slot = 3, .type = ABI_TYPE_PORTAL, .rights = ABI_RIGHT_CALL,
		.connection = &w->connection };
	w->client = (struct instance){
		.name = "client", .component = &w->client_component,
		.index = 0, .uses = &w->use, .vps = &w->vp,
		.regions = &w->region, .caps = &w->cap, .caps_count = 1,
		.slots = 4, .callers = 1, .connection_size = PAGE,
		.controls = 256,
		.elf = path_in("client.elf") };
	w->server = (struct instance){
		.name = "server", .component = &w->server_component,
		.index = 1, .level = 1, .provides = &w->provide,
		.devices = &w->device, .params = &w->param, .slots = 1,
		.callers = 2, .connection_size = PAGE, .landing = 256,
		.elf = path_in("server.elf") };
}

static void world_init(struct world *w)
{
	memset(w, 0, sizeof *w);
	arena_init(&w->arena);
	interner_init(&w->interner, &w->arena);
	sources_init(&w->sources, &w->arena);
	diag_init(&w->diag, &w->arena, &w->sources, "test");
	world_declare(w);
	world_instantiate(w);
	w->code_flags = SHF_ALLOC | SHF_EXECINSTR;
	w->instances[0] = &w->client;
	w->instances[1] = &w->server;
	w->connections[0] = &w->connection;
	w->areas[0] = &w->to;
	w->areas[1] = &w->from;
	w->system = (struct system){
		.arena = &w->arena, .interner = &w->interner, .diag = &w->diag,
		.name = "test", .debug = true,
		.board = { .name = "board", .address_bits = 32,
			   .ram = 512u << 20 },
		.instances = w->instances, .instances_count = 2,
		.connections = w->connections, .connections_count = 1,
		.areas = w->areas, .areas_count = 2,
		.kernel_elf = path_in("kernel.elf") };
	make_kernel(w->system.kernel_elf);
}

static void world_free(struct world *w)
{
	arena_free(&w->arena);
}

/* Text full of words, data with one, bss of two pages. */
static void make_unit(const struct world *w, const struct instance *instance,
		      const char *symbol, uint64_t flags, uint64_t shift)
{
	static uint32_t words[PAGE / 4];
	uint64_t base = instance->window + PAGE + shift;
	uint64_t word = UINT64_C(0xdddd);
	struct maker maker;
	unsigned text;

	for (unsigned i = 0; i < PAGE / 4; i++)
		words[i] = i * i * 2654435761u;
	maker_init(&maker, ET_EXEC);
	text = maker_section(&maker, ".text", flags, base, words,
			     sizeof words);
	maker_section(&maker, ".data", SHF_ALLOC | SHF_WRITE, base + PAGE,
		      &word, sizeof word);
	maker_section(&maker, ".bss", SHF_ALLOC | SHF_WRITE, base + 2 * PAGE,
		      NULL, 2 * PAGE);
	if (!w->no_portal)
		maker_symbol(&maker, symbol, base + 16, 4, (uint16_t)text,
			     STT_FUNC, STB_GLOBAL);
	if (w->no_relocations)
		maker_section(&maker, ".debug_info", 0, 0, words, 16);
	maker_write(&maker, instance->elf);
	maker_free(&maker);
}

static bool world_build(struct world *w)
{
	if (!place_windows(&w->system))
		return false;
	w->vp_decl.stack += w->stack_grown;
	make_unit(w, &w->client, "start", w->code_flags, w->client_shift);
	make_unit(w, &w->server, "vesper_portal_con",
		  SHF_ALLOC | SHF_EXECINSTR, 0);
	return image_write(&w->system, path_in("image.elf"),
			   path_in("kernel8.img"));
}

/* ---- looking as the hardware does ---------------------------------------- */

struct sight {
	bool mapped, writable, executable, device;
	uint64_t physical;
};

static uint64_t read_word(const struct memory *memory, uint64_t address)
{
	const uint64_t *word = memory_at(memory, address, 8);

	CU_ASSERT_PTR_NOT_NULL_FATAL(word);
	return *word;
}

static struct sight look(const struct memory *memory, unsigned domain,
			 uint64_t address)
{
	const struct abi_domain *d = memory_object(memory,
						   memory->boot.domains,
						   domain, sizeof *d);
	uint64_t table = d->ttbr & ((UINT64_C(1) << 48) - 1);
	uint64_t entry, leaf;
	struct sight none = { 0 };

	if (memory->boot.address_bits == 32)
		table = read_word(memory, table + 8 * (address >> 30)) &
			DESC_ADDRESS;
	entry = table ? read_word(memory, table + 8 * (address >> 21 & 511)) :
		0;
	if (!(entry & DESC_VALID))
		return none;
	leaf = read_word(memory, (entry & DESC_ADDRESS) +
			 8 * (address >> 12 & 511));
	if (!(leaf & DESC_VALID))
		return none;
	return (struct sight){
		.mapped = true,
		.writable = !(leaf & DESC_READ_ONLY) &&
			!(entry & DESC_AP_TABLE_READ_ONLY),
		.executable = !(leaf & DESC_UXN) && !(entry & DESC_UXN_TABLE),
		.device = (leaf & DESC_DEVICE) != 0,
		.physical = leaf & DESC_ADDRESS,
	};
}

/* What is seen at an address: "rw-", "r-x", "---", "rwd" for a device. */
static const char *seen(const struct memory *memory, unsigned domain,
			uint64_t address)
{
	struct sight s = look(memory, domain, address);
	static char text[4];

	text[0] = s.mapped ? 'r' : '-';
	text[1] = s.writable ? 'w' : '-';
	text[2] = s.executable ? 'x' : s.device ? 'd' : '-';
	return text;
}

static void build_and_load(struct world *w, struct memory *memory)
{
	CU_ASSERT_TRUE_FATAL(world_build(w));
	CU_ASSERT_TRUE_FATAL(memory_load(memory, path_in("kernel8.img")));
}

/* ---- tests --------------------------------------------------------------- */

static void check_views(unsigned bits)
{
	struct world w;
	struct memory m;

	world_init(&w);
	w.system.board.address_bits = bits;
	build_and_load(&w, &m);
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, 0), "---");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.client.window), "r--");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.client.window + PAGE), "r-x");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.client.window + 2 * PAGE), "rw-");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.client.window + 4 * PAGE), "rw-");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.client.window + 5 * PAGE), "---");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.vp.thread), "rw-");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.vp.control), "rw-");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.vp.control + PAGE), "r--");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.vp.control + 2 * PAGE), "---");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.region.address), "rw-");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.region.address + 3 * PAGE),
			       "---");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.to.address), "rw-");
	CU_ASSERT_STRING_EQUAL(seen(&m, 1, w.to.address), "r--");
	CU_ASSERT_STRING_EQUAL(seen(&m, 1, w.to.address + PAGE), "---");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.from.address), "rw-");
	CU_ASSERT_STRING_EQUAL(seen(&m, 1, w.from.address + PAGE), "rw-");
	CU_ASSERT_STRING_EQUAL(seen(&m, 1, w.device.address), "rwd");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.device.address), "---");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.server.window + PAGE), "---");
	CU_ASSERT_STRING_EQUAL(seen(&m, 1, w.client.window + PAGE), "---");
	CU_ASSERT_STRING_EQUAL(seen(&m, 1, w.region.address), "---");
	CU_ASSERT_EQUAL(look(&m, 1, w.device.address).physical, UART);
	memory_free(&m);
	world_free(&w);
}

static void test_views_32_bits(void)
{
	check_views(32);
}

static void test_views_30_bits(void)
{
	check_views(30);
}

/* Every guard page is unmapped: below each stack and behind the last. */
static void test_guards(void)
{
	struct world w;
	struct memory m;

	world_init(&w);
	build_and_load(&w, &m);
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.vp.thread - PAGE), "rw-");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.vp.thread - 2 * PAGE), "---");
	CU_ASSERT_STRING_EQUAL(seen(&m, 0, w.vp.thread + PAGE), "---");
	for (unsigned i = 0; i < 2; i++) {
		uint64_t stack = w.server.workers[i];

		CU_ASSERT_STRING_EQUAL(seen(&m, 1, stack), "rw-");
		CU_ASSERT_STRING_EQUAL(seen(&m, 1, stack - PAGE), "---");
		CU_ASSERT_STRING_EQUAL(seen(&m, 1, stack + PAGE), "---");
	}
	memory_free(&m);
	world_free(&w);
}

/* No two user pages of the system share a frame, but for the two views of an
   area; none is a frame that the kernel holds. */
static void test_frames_have_one_owner(void)
{
	struct world w;
	struct memory m;
	static uint64_t owner[4096];
	uint64_t last;

	world_init(&w);
	build_and_load(&w, &m);
	memset(owner, 0, sizeof owner);
	last = w.from.address + ABI_WINDOW_SIZE;
	for (unsigned domain = 0; domain < 2; domain++)
		for (uint64_t at = PAGE; at < last; at += PAGE) {
			struct sight s = look(&m, domain, at);
			uint64_t frame = s.physical / PAGE;

			if (!s.mapped || s.device)
				continue;
			CU_ASSERT_TRUE_FATAL(frame >= 0x80 + 6 &&
					     frame < m.boot.zero_end / PAGE);
			CU_ASSERT_TRUE(owner[frame] == 0 ||
				       owner[frame] == at);
			owner[frame] = at;
		}
	memory_free(&m);
	world_free(&w);
}

static const uint8_t *user_bytes(const struct memory *m, unsigned domain,
				 uint64_t address)
{
	struct sight s = look(m, domain, address);
	const uint8_t *page = memory_at(m, s.physical, PAGE);

	CU_ASSERT_PTR_NOT_NULL_FATAL(page);
	return page + address % PAGE;
}

static void test_connection_pages(void)
{
	struct world w;
	struct memory m;
	struct abi_handle handle;
	struct abi_client client;
	uint32_t baud;

	world_init(&w);
	build_and_load(&w, &m);
	memcpy(&handle, user_bytes(&m, 0, w.client.window + 16),
	       sizeof handle);
	memcpy(&client, user_bytes(&m, 1, w.server.window + 64),
	       sizeof client);
	memcpy(&baud, user_bytes(&m, 1, w.server.window + 200), sizeof baud);
	CU_ASSERT_EQUAL(handle.slot, 3);
	CU_ASSERT_EQUAL(handle.to, w.to.address);
	CU_ASSERT_EQUAL(handle.from, w.from.address + 256);
	CU_ASSERT_EQUAL(client.to_base, w.to.address);
	CU_ASSERT_EQUAL(client.to_limit, 4000);
	CU_ASSERT_EQUAL(client.from_base, w.from.address + 128);
	CU_ASSERT_EQUAL(client.from_limit, 8000);
	CU_ASSERT_EQUAL(client.client, 0);
	CU_ASSERT_EQUAL(client.parameters, 0);
	CU_ASSERT_EQUAL(baud, 0x11223344);
	memory_free(&m);
	world_free(&w);
}

static void test_thread_blocks(void)
{
	struct world w;
	struct memory m;
	struct abi_thread thread;

	world_init(&w);
	w.server.first_worker = 8;
	build_and_load(&w, &m);
	memcpy(&thread, user_bytes(&m, 0, w.vp.thread), sizeof thread);
	CU_ASSERT_EQUAL(thread.caller, 5);
	memcpy(&thread, user_bytes(&m, 1, w.server.workers[1]),
	       sizeof thread);
	CU_ASSERT_EQUAL(thread.caller, 9);
	memory_free(&m);
	world_free(&w);
}

static void test_capability(void)
{
	struct world w;
	struct memory m;
	const struct abi_domain *domain;
	const struct abi_cap *caps;
	const struct abi_portal *portal;
	struct abi_cap empty = abi_cap_empty();

	world_init(&w);
	build_and_load(&w, &m);
	domain = memory_object(&m, m.boot.domains, 0, sizeof *domain);
	caps = memory_at(&m, domain->caps, 4 * sizeof *caps);
	CU_ASSERT_EQUAL_FATAL(domain->caps_count, 4);
	for (unsigned i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(memcmp(&caps[i], &empty, sizeof empty), 0);
	portal = memory_at(&m, (uint64_t)((int64_t)caps[3].where >> 32),
			   sizeof *portal);
	CU_ASSERT_PTR_NOT_NULL_FATAL(portal);
	CU_ASSERT_EQUAL((uint32_t)caps[3].where, w.server.window + 64);
	CU_ASSERT_EQUAL(caps[3].key, portal->key);
	CU_ASSERT_EQUAL(portal->entry, w.server.window + PAGE + 16);
	CU_ASSERT_EQUAL(portal->interface, 7);
	memory_free(&m);
	world_free(&w);
}

/* The contents of every page arrive where they belong, stored or by runs. */
static void test_contents(void)
{
	struct world w;
	struct memory m;
	uint64_t word;
	uint32_t code;

	world_init(&w);
	build_and_load(&w, &m);
	memcpy(&code, user_bytes(&m, 0, w.client.window + PAGE + 400), 4);
	CU_ASSERT_EQUAL(code, 100 * 100 * 2654435761u);
	memcpy(&word, user_bytes(&m, 0, w.client.window + 2 * PAGE), 8);
	CU_ASSERT_EQUAL(word, 0xdddd);
	memcpy(&word, user_bytes(&m, 0, w.client.window + 3 * PAGE), 8);
	CU_ASSERT_EQUAL(word, 0);
	memory_free(&m);
	world_free(&w);
}

/* The ELF file loads what the flat image holds, and nothing more. */
static void test_elf_equals_flat(void)
{
	struct world w;
	struct memory flat, elf;

	world_init(&w);
	build_and_load(&w, &flat);
	CU_ASSERT_TRUE_FATAL(memory_load(&elf, path_in("image.elf")));
	CU_ASSERT_EQUAL_FATAL(elf.size, flat.size);
	CU_ASSERT_EQUAL(memcmp(elf.bytes, flat.bytes, flat.size), 0);
	CU_ASSERT_EQUAL(elf.elf.entry, ABI_LOAD_ADDRESS);
	CU_ASSERT_PTR_NOT_NULL(elf_symbol(&elf.elf, "client::start"));
	CU_ASSERT_PTR_NOT_NULL(elf_symbol(&elf.elf, "kernel_devices"));
	memory_free(&elf);
	memory_free(&flat);
	world_free(&w);
}

static uint8_t *read_file(const char *path, size_t *size)
{
	struct elf_file file;

	CU_ASSERT_TRUE_FATAL(elf_load(&file, path));
	*size = file.size;
	return file.bytes;
}

static void test_reproducible(void)
{
	struct world w;
	size_t size, again_size;
	uint8_t *bytes, *again;

	world_init(&w);
	CU_ASSERT_TRUE_FATAL(world_build(&w));
	bytes = read_file(path_in("image.elf"), &size);
	world_free(&w);
	world_init(&w);
	CU_ASSERT_TRUE_FATAL(world_build(&w));
	again = read_file(path_in("image.elf"), &again_size);
	world_free(&w);
	CU_ASSERT_EQUAL_FATAL(size, again_size);
	CU_ASSERT_EQUAL(memcmp(bytes, again, size), 0);
	free(bytes);
	free(again);
}

/* ---- what must fail ------------------------------------------------------ */

static void fails_with(struct world *w, unsigned number)
{
	remove(path_in("image.elf"));
	remove(path_in("kernel8.img"));
	CU_ASSERT_FALSE(world_build(w));
	CU_ASSERT_TRUE_FATAL(w->diag.messages.count > 0);
	CU_ASSERT_EQUAL(w->diag.messages.items[0]->number, number);
	CU_ASSERT_PTR_NULL(fopen(path_in("image.elf"), "rb"));
	CU_ASSERT_PTR_NULL(fopen(path_in("kernel8.img"), "rb"));
	world_free(w);
}

static void test_writable_text(void)
{
	struct world w;

	world_init(&w);
	w.code_flags |= SHF_WRITE;
	fails_with(&w, BACK_WX);
}

static void test_segment_outside_of_window(void)
{
	struct world w;

	world_init(&w);
	w.client_shift = ABI_WINDOW_SIZE;
	fails_with(&w, BACK_SEGMENT);
}

static void test_segment_over_connection_pages(void)
{
	struct world w;

	world_init(&w);
	w.client_shift = (uint64_t)0 - PAGE;
	fails_with(&w, BACK_SEGMENT);
}

static void test_missing_entry(void)
{
	struct world w;

	world_init(&w);
	w.no_portal = true;
	fails_with(&w, BACK_SYMBOL);
}

static void test_too_many_windows(void)
{
	struct world w;

	world_init(&w);
	w.region_decl.size = UINT64_C(5) << 30;
	fails_with(&w, BACK_WINDOWS);
}

static void test_more_memory_than_there_is(void)
{
	struct world w;

	world_init(&w);
	w.region_decl.size = UINT64_C(600) << 20;
	fails_with(&w, BACK_MEMORY);
}

static void test_image_limit(void)
{
	struct world w;

	world_init(&w);
	w.system.image_limit = 4 * PAGE;
	fails_with(&w, BACK_IMAGE);
}

/* A device that is memory, or the kernel's in a build for the field. */
static void test_frame_with_two_owners(void)
{
	struct world w;

	world_init(&w);
	w.board_device.address = 0x80000;
	fails_with(&w, BACK_FRAME);
	world_init(&w);
	w.board_device.address = 0x40000000;
	w.system.debug = false;
	fails_with(&w, BACK_FRAME);
	world_init(&w);
	w.board_device.address = 0x40000000;
	CU_ASSERT_TRUE(world_build(&w));
	world_free(&w);
}

/* The windows were planned by a bound that does not hold. */
static void test_more_than_was_planned(void)
{
	struct world w;

	world_init(&w);
	w.stack_grown = 2 * ABI_WINDOW_SIZE;
	fails_with(&w, BACK_WINDOW_FULL);
}

/* Linked without --emit-relocs. */
static void test_debug_data_that_cannot_be_merged(void)
{
	struct world w;

	world_init(&w);
	w.no_relocations = true;
	fails_with(&w, BACK_MERGE);
}

/* Two mistakes of vlink's own: a constant outside of the connection pages, which
 * is found when it is written, and a capability for a portal that there is not,
 * which the check of the finished tables finds. */
static void test_own_mistakes_are_found(void)
{
	static struct provide provides[9];
	struct world w;

	world_init(&w);
	w.param.offset = UINT64_C(1) << 20;
	fails_with(&w, BACK_RANGE);
	world_init(&w);
	provides[0] = w.provide;
	w.server.provides = provides;
	w.connection.provide = &provides[8];
	fails_with(&w, BACK_RANGE);
}

static void test_no_kernel(void)
{
	struct world w;

	world_init(&w);
	remove(w.system.kernel_elf);
	fails_with(&w, BACK_KERNEL);
}

void suite_image(void)
{
	CU_pSuite suite = CU_add_suite("vlink: the image", NULL, NULL);

	CU_ADD_TEST(suite, test_views_32_bits);
	CU_ADD_TEST(suite, test_views_30_bits);
	CU_ADD_TEST(suite, test_guards);
	CU_ADD_TEST(suite, test_frames_have_one_owner);
	CU_ADD_TEST(suite, test_connection_pages);
	CU_ADD_TEST(suite, test_thread_blocks);
	CU_ADD_TEST(suite, test_capability);
	CU_ADD_TEST(suite, test_contents);
	CU_ADD_TEST(suite, test_elf_equals_flat);
	CU_ADD_TEST(suite, test_reproducible);
	CU_ADD_TEST(suite, test_writable_text);
	CU_ADD_TEST(suite, test_segment_outside_of_window);
	CU_ADD_TEST(suite, test_segment_over_connection_pages);
	CU_ADD_TEST(suite, test_missing_entry);
	CU_ADD_TEST(suite, test_too_many_windows);
	CU_ADD_TEST(suite, test_more_memory_than_there_is);
	CU_ADD_TEST(suite, test_image_limit);
	CU_ADD_TEST(suite, test_frame_with_two_owners);
	CU_ADD_TEST(suite, test_more_than_was_planned);
	CU_ADD_TEST(suite, test_debug_data_that_cannot_be_merged);
	CU_ADD_TEST(suite, test_own_mistakes_are_found);
	CU_ADD_TEST(suite, test_no_kernel);
}
