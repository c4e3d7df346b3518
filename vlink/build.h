/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A build: from FILE.system to DIR/image.elf and DIR/kernel8.img. Everything
 * else that it makes stands in DIR/parts:
 *
 *	idl/LIBRARY.idl.h		what idlc wrote
 *	gen/COMPONENT/component.h, .c	made from manifests
 *	obj/COMPONENT/SOURCE.o		compiled
 *	elf/INSTANCE.elf		linked to its window
 *	system.json, system.caps	reports (report.h)
 *	host/COMPONENT/			a component's test (vlink test)
 *
 * What programs made has a stamp (jobs.h), so that only what changed is made
 * again.
 */
#ifndef VLINK_BUILD_H
#define VLINK_BUILD_H

#include "base/emit.h"
#include "front.h"
#include "jobs.h"
#include "tools.h"

struct build {
	struct arena *arena;
	struct diag *diag;
	struct front front;
	struct system system;
	struct tools tools;
	struct jobs jobs;
	bool is_test;		/* doubles of interfaces are needed */
	const char *out;	/* DIR */
	const char *parts;	/* DIR/parts */
};

/* A path in DIR/parts, from a format. */
const char *build_path(struct build *build, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* build_idl.c: headers of all interfaces. */
bool build_headers(struct build *build);
/* build_objects.c: each component's objects, up to date and read. */
bool build_objects(struct build *build);
/* unused.c: warnings of what is declared and never used. */
void build_unused(struct build *build);
/* stacks_check.c: whether stacks are large enough for the code. */
bool build_stacks(struct build *build);
/* build_links.c: one ELF per instance. */
bool build_links(struct build *build);

/* Whether the compiler tells the call graph of what it compiles. */
bool build_has_callgraph(const struct build *build);
/* A file made from a component's manifest. */
bool build_save(struct build *build, const char *path,
		const struct component *component,
		void (*generate)(struct emit *, const struct component *));

/* build_test.c: the tests of all components of a file, on the host. */
bool build_tests(struct build *build, const char *path);

/* All of it. */
bool build_image(struct build *build, const char *path);

#endif
