/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the passes of the front end share: from files to the checked model.
 *
 *	load.c     files -> definitions (component, system, board) by name
 *	board.c    a board's definition -> struct board
 *	declare.c  a component's -> struct component
 *	compose.c  systems -> instances, flattened, and what they are given
 *	given.c    what an instance's block gives it
 *	connections.c  connections, exports and imports
 *	settings.c what a connection says: areas and constants
 *	methods.c  methods of interfaces, for policies
 *	policy.c   never, only, reach (policy.h has the parts)
 *	share.c    areas without a chain
 *	times.c    time limits and budgets
 *	level.c    call graph -> levels, cycles
 *	slots.c    capability slots, caller numbers, connection pages
 *	area.c     notes -> sizes of areas
 */
#ifndef VLINK_FRONT_H
#define VLINK_FRONT_H

#include "checks.h"
#include "keyword.h"
#include "model.h"

/* A component, system or board as it was written. */
struct definition {
	enum keyword_id kind;	/* KEY_COMPONENT, KEY_SYSTEM or KEY_BOARD */
	const char *name;
	struct span at;		/* of the name */
	const char *folder;	/* path of its file's folder, "." if none */
	const struct statement *statement;
	struct component *component; /* of a component, once declared */
	bool in_use;		/* of a system: being composed now */
};

typedef VEC(const char *) paths;
typedef VEC(struct cap_decl) cap_decls;

/* A capability to be given; slots_assign() makes a struct capability of it. */
struct gift {
	struct instance *to;
	struct capability cap;
};

struct front {
	struct system *system;
	struct arena *arena;
	struct interner *interner;
	struct diag *diag;
	struct sources *sources;
	paths library;		/* folders of installed components and boards */
	paths idl;		/* folders of installed .idl files */
	VEC(struct definition *) definitions;
	paths files;		/* read so far, by canonical path */
	paths open;		/* being read now, for loops of includes */
	const char *folder;	/* of the system's file */
	const char *denial;	/* path of the probe that replaces every
				   component (denial.h), or NULL */
	bool is_incomplete;	/* an include could not be read: what it might
				   have defined is not reported as missing */
	bool has_too_many;	/* instances: was reported */
	VEC(struct component *) components;
	VEC(struct interface *) interfaces;
	VEC(struct instance *) instances;
	VEC(struct connection *) connections;
	VEC(struct gift) gifts;
};

/* ---- load.c */
/* Read a manifest file and what it includes; false if it cannot be read. */
bool load_file(struct front *front, const char *path, struct span at);
/* A definition by name, looked for beside `folder` and in the library. */
struct definition *load_find(struct front *front, enum keyword_id kind,
			     const char *name, const char *folder);
/* "; did you mean": among the definitions of these kinds. */
const char *load_suggest(struct front *front, const char *name);
/* FOLDER/NAME; NAME alone if it is absolute or the folder is ".". */
const char *path_join(struct front *front, const char *folder,
		      const char *name);
const char *path_folder(struct front *front, const char *path);
bool path_is_file(const char *path);

/* ---- statement.c: what the passes do with every block */
/* The next statement of a block that matches its place; NULL at the end. A
   keyword that may stand once and is there twice is reported. */
struct block {
	struct front *front;
	enum place place;
	const struct statement *next;
	const struct statement *seen[KEY_COUNT];
};
struct block block_begin(struct front *front, enum place place,
			 const struct statement *statement);
bool block_next(struct block *block, struct match *match);

/* Names of a set so far; reports the second use of one. */
struct names {
	VEC(struct word) words;
};
bool names_add(struct front *front, struct names *names,
	       const struct word *word, const char *what);
/* The same, and the name must be one that C allows. */
bool names_add_c(struct front *front, struct names *names,
		 const struct word *word, const char *what);

/* A number in a range, else reported and `low`. */
uint64_t word_in_range(struct front *front, const struct word *word,
		       uint64_t low, uint64_t high, const char *what);
/* A size rounded up to pages. */
uint64_t word_pages(struct front *front, const struct word *word,
		    uint64_t high, const char *what);
/* A value for a parameter of this type; false after an error. */
bool word_value(struct front *front, const struct word *word,
		const char *type, uint64_t *value, const char **text);

/* ---- compose.c */
struct scope;

/* A name in a system: an instance, or a subsystem with a scope of its own. */
struct member {
	const char *name;
	struct span at;
	struct instance *instance;
	struct scope *scope;
};

/* `export PATH as NAME`, `import NAME for PATH`. */
struct door {
	const char *name;
	struct span at;
	const struct word *path; /* of the thing inside */
	bool in_use;		/* an import: is connected */
};

/* One system of the tree: what its connections and policies can name. */
struct scope {
	struct definition *definition;
	const char *prefix;	/* of its instances' full names: "" or "store." */
	VEC(struct member) members;
	VEC(struct door) exports, imports;
	VEC(struct area *) areas; /* named ones */
	VEC(struct match *) connects; /* its connect statements */
	VEC(struct match *) policies; /* never, only, reach */
	VEC(struct match *) gives; /* give, supervise */
	VEC(struct scope *) scopes;
};

struct member *scope_find(struct scope *scope, const char *name);

/* ---- the passes; errors are in front->diag */
void board_declare(struct front *front, const struct definition *definition,
		   struct board *board);
void board_settings(struct front *front, const struct match *match,
		    struct board *board);
struct component *component_declare(struct front *front,
				    struct definition *definition);
/* declare_caps.c: a component's kernel objects and capabilities. */
/* NAME_ENDING, which must be free as well. */
const char *name_derive(struct front *front, struct names *names,
			const struct word *name, const char *ending);
void irq_declare_caps(struct front *front, struct names *names,
		      cap_decls *list, const struct match *match,
		      size_t index);
void factory_declare_caps(struct front *front, struct names *names,
			  cap_decls *list, const struct word *name,
			  size_t index, bool has_budget);
void region_declare_cap(struct front *front, struct names *names,
			cap_decls *list, const struct word *name,
			size_t index, bool is_code);
/* What makes sessions; *factory is the name of the places' capability. */
void session_declare_caps(struct front *front, struct names *names,
			  cap_decls *list, const struct word *name,
			  const char **factory, size_t index);
/* Of a region that an attached use is to share. */
void area_declare_cap(struct front *front, struct names *names,
		      cap_decls *list, const struct word *name, size_t index,
		      bool is_to);
/* NAME_event, bound to a vp; its number + 1 in the list. */
size_t event_declare(struct front *front, struct names *names, cap_decls *list,
		     const struct word *name, const char *ending,
		     const struct word *vp);
void cap_declare(struct front *front, struct names *names, cap_decls *list,
		 const struct match *match);
/* What they name: vps, devices. */
void caps_bind(struct front *front, struct component *component);
#define BASES_MAX	16u	/* of an interface; more are not looked at */
/* The base of `name`, whose library is *idl, or NULL; *idl is then the base's. */
const char *interface_base(struct front *front, const char *name,
			   const char **idl);
/* What stands behind `interface NAME` in its .idl, or NULL; and the next word
   there, comments left out. */
const char *idl_interface(struct front *front, const char *name,
			  const char *idl);
const char *idl_word(struct front *front, const char **at);

/* ---- methods.c: what policies need to know of an interface's methods */
/* Kinds of capabilities, bit 1 << ABI_TYPE_*. */
struct kinds {
	uint32_t kept;		/* sent by copy or move */
	uint32_t lent;		/* until the call ends */
};
struct method {
	const char *name;
	enum abi_note_kind kind;
	unsigned long number;
	struct kinds takes, gives; /* as parameters, as results */
};
typedef VEC(struct method) method_list;
/* With those of its bases. */
method_list interface_methods(struct front *front,
			      const struct interface *interface);
bool interface_has(struct front *front, const struct interface *interface,
		   enum abi_note_kind kind);

struct interface *interface_find(struct front *front, const struct word *word,
				 const char *folder);
/* Whether whoever has `derived` can be used as `base`. */
bool interface_extends(struct front *front, const struct interface *derived,
		       const struct interface *base);
/* Give all of them their numbers, when all are known. */
void interfaces_number(struct front *front);
struct scope *system_compose(struct front *front,
			     struct definition *definition);
/* given.c: a statement of an instance's block; then what is missing, and the
   defaults. */
void instance_set(struct front *front, const struct match *match,
		  struct instance *instance);
void instance_check(struct front *front, struct instance *instance);
void system_connect(struct front *front, struct scope *scope);
void settings_read(struct front *front, struct scope *scope,
		   struct connection *connection);
/* give.c: `give` and `supervise`, after all instances are there. */
void system_give(struct front *front, struct scope *scope);
void policies_check(struct front *front, struct scope *scope);
/* share.c */
void shares_check(struct front *front, struct scope *scope);
void levels_compute(struct front *front);
void times_check(struct front *front);
void slots_assign(struct front *front);

/* The whole front end up to step 1: false after an error. */
bool front_read(struct front *front, const char *path);

/* ---- step 4, after the objects were read */
/* async.c: what oneway and notify need of a connection. */
void async_plan(struct system *system, struct connection *connection,
		const struct interface_note *client);
/* Who has one-way methods in its note needs a vp that takes them. */
void rings_check(struct system *system, const struct provide_decl *provide,
		 const struct interface_note *note);
bool areas_plan(struct system *system);

#endif
