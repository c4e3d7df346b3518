/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The model: what the libraries of a run mean. The checks make it from the
 * trees, layout adds sizes, words and slots, and the back ends print it. Every
 * name is resolved, every value computed, every default written out; what is
 * in the model obeys the rules of the language.
 */
#ifndef IDLC_MODEL_H
#define IDLC_MODEL_H

#include "ast.h"
#include "base/map.h"

enum type_kind {
	TYPE_BOOL, TYPE_INTEGER, TYPE_ENUM, TYPE_BITS,
	TYPE_STRUCT, TYPE_UNION, TYPE_ARRAY, TYPE_STRING, TYPE_VEC,
	TYPE_BUFFER, TYPE_CAP,
};

struct decl;

/* A type as it is used: a reference to a declaration, or made in place. */
struct type {
	enum type_kind kind;
	bool is_signed;			/* INTEGER, ENUM */
	bool is_optional;		/* CAP */
	uint32_t bits;			/* BOOL (8), INTEGER, ENUM, BITS */
	const struct decl *decl;	/* ENUM, BITS, STRUCT, UNION */
	const struct decl *alias;	/* the name it was used by, or NULL */
	const struct type *element;	/* ARRAY, VEC, BUFFER */
	uint32_t count;			/* ARRAY: elements; STRING, VEC, BUFFER:
					   the bound */
	/* CAP */
	enum ast_ownership ownership;
	const struct decl *interface;	/* NULL: `object` tells */
	uint8_t object;			/* enum abi_type */
	uint8_t rights;			/* enum abi_right */
	/* Bytes where it stands in memory; not for BUFFER and CAP. */
	uint32_t size, align;
	bool has_rules;			/* some bytes of that size are not
					   values of the type */
	bool has_gaps;			/* unused bytes that must be zeroed */
};

struct value {
	bool is_negative;
	uint64_t bits;			/* two's complement if negative */
	const char *text;		/* of a string */
};

/* What attributes say; "" where the text was left out, NULL where not given. */
struct attributes {
	const char *deprecated;
	const char *available;
	bool idempotent;		/* @restart(idempotent) */
	bool in_place;			/* @inplace */
	bool utf8;			/* @utf8 */
	const struct ast_expr *depth;	/* @depth(n), or NULL */
};

/* A member of an enum, bits or error domain; a field; a variant. */
struct member {
	const char *name;		/* NULL: reserved bytes of a struct */
	const char *doc;
	struct span at;
	struct attributes attributes;
	struct value value;		/* enum, bits, error */
	uint32_t number;		/* variant */
	const struct type *type;	/* field, variant */
	uint32_t offset, size;		/* field, variant, reserved bytes */
};

/* Numbers or names that must not be used (again). */
struct reserved {
	struct span at;
	const char *name;		/* NULL: numbers */
	struct value first, last;
};

/* Where a parameter or result travels. */
enum place {
	PLACE_WORD,		/* in `words` words from `word` on; if packed,
				   in bytes from `shift` / 8 of it */
	PLACE_RECORD,		/* at `offset` of the record in the slot */
	PLACE_SLOT,		/* bytes at `offset` of the slot; address and
				   length (request) or length (reply) in words */
	PLACE_HEAP,		/* a buffer: address and length in words */
	PLACE_CAP,		/* a capability: field `cap` of x8 */
};

struct param {
	const char *name;
	const char *c_name;
	const char *doc;
	struct span at;
	struct attributes attributes;
	const struct type *type;
	enum ast_direction direction;	/* of a buffer */
	/* layout */
	enum place place;
	uint32_t word;			/* 1..7 */
	uint32_t words;
	uint32_t shift;			/* bits */
	uint32_t offset;
	uint32_t cap;			/* 0..2 */
	bool is_copied;			/* the dispatch copies its bytes */
};

/* One direction of a method: the request, or the reply. */
struct message {
	struct param *params;
	uint32_t count;
	/* layout */
	uint32_t words;			/* used, hidden ones included */
	uint32_t record_word;		/* request: its address; 0: none */
	uint32_t slot_word;		/* request: address of the slot in `from`
					   that the reply uses; 0: none */
	uint32_t record_size;		/* bytes; 0: none */
	uint32_t slot_size;		/* bytes, the record included */
	uint32_t slack;			/* largest [p, p + n) that is checked */
	uint32_t caps;
	uint32_t copied;		/* bytes that the dispatch copies */
};

struct method {
	const char *name;
	const char *doc;
	struct span at;
	struct attributes attributes;
	enum ast_method_kind kind;
	uint32_t number;
	const struct decl *interface;	/* that declares it */
	const struct decl *error;	/* error domain, or NULL */
	uint32_t cell;			/* of a notify: which, in `from` */
	struct message request, reply;
	uint64_t hash;
};

enum decl_state { STATE_NEW, STATE_BUSY, STATE_DONE };

struct decl {
	enum ast_decl_kind kind;
	const char *name;		/* read */
	const char *full_name;		/* sys.block.read */
	const char *c_name;		/* sys_block_read */
	const char *c_upper;		/* SYS_BLOCK_READ */
	const char *doc;
	struct span at;			/* of the name */
	struct library *library;
	const struct decl *owner;	/* const: the interface it stands in */
	struct attributes attributes;
	bool is_strict;			/* enum, bits */
	struct ast_decl *ast;
	enum decl_state state;
	bool is_bad;			/* an error in it was reported */
	uint32_t depth;			/* of what it is made of */
	uint64_t shape;			/* hash of a type's layout; 0: not yet
					   computed */
	struct type type;		/* const, type; enum and bits: itself;
					   struct and union: itself */
	struct value value;		/* const; bits: all of them */
	struct member *members;
	uint32_t member_count;
	struct reserved *reserved;
	uint32_t reserved_count;
	struct map names;		/* of members, methods, consts */
	/* union */
	uint32_t payload;		/* offset of the variants */
	/* interface */
	struct decl *base, *error;
	struct method *methods;		/* all, inherited too, by number */
	uint32_t method_count;
	struct decl **consts;
	uint32_t const_count;
	uint32_t to_slot, from_slot, to_slack, from_slack;
	uint32_t to_head, from_head;	/* of the slots: rings and cells */
	uint32_t ring_depth;		/* records of a ring; 0: no oneway */
};

struct library {
	const char *name;		/* sys.block */
	const char *c_name;		/* sys_block */
	const char *c_upper;
	const char *path;		/* sys/block.idl */
	const char *doc;
	struct ast_file *ast;
	struct attributes attributes;
	struct span at;
	enum decl_state state;
	struct library **imports;
	struct span *import_at;
	bool *import_used;
	uint32_t import_count;
	struct decl **decls;		/* in the order of the source */
	uint32_t decl_count;
	struct map names;
};

struct model {
	struct library *main;		/* the one to compile */
	struct library **libraries;	/* all, each after those it imports */
	uint32_t library_count;
};

#endif
