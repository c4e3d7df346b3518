/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The programs and files that a build needs beside the user's: from the
 * installed prefix (a file vesper.conf of NAME=VALUE lines), from a build tree
 * and its source tree by options, and in both cases from the environment first.
 */
#ifndef VLINK_TOOLS_H
#define VLINK_TOOLS_H

#include "base/diag.h"

struct tools {
	/* Lists of words. */
	const char *cc, *cppflags, *cflags;
	const char *ld, *ldflags;
	/* Paths. */
	const char *libgcc;	/* "" = none */
	const char *idlc;
	const char *kernel;	/* kernel.elf */
	const char *runtime;	/* libruntime.a */
	const char *script;	/* component.ld */
	const char *probe;	/* denial_probe.c */
	const char *components;	/* folder */
	const char *boards;	/* folder */
	const char *idl;	/* folder */
	const char *includes;	/* words: -I options */
	const char *host_cc;	/* words: the host's compiler, for tests */
	const char *host;	/* folder: the runtime on the host */
	const char *portable;	/* folder: the runtime's text.c, buffer.c */
	const char *host_includes; /* words: -I options */
	const char *qemu;	/* "" = none */
	const char *runner;	/* run-system, which boots an image */
	const char *program;	/* this one */
	bool debug;
	const char *data;	/* PREFIX/share/vesper if installed, else NULL */
	const char *source_tree; /* NULL: installed. Flags map its names */
};

/*
 * build_tree and source_tree may be NULL: then the prefix is that of this
 * program's own path. False after an error.
 */
bool tools_find(struct tools *tools, struct arena *arena, struct diag *diag,
		const char *build_tree, const char *source_tree);

#endif
