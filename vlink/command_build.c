/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The commands that read manifests: vlink build, run, check and test.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "build.h"
#include "command.h"
#include "denial.h"

static bool build_init(struct session *s, struct build *build)
{
	const struct options *options = s->options;
	struct front *front = &build->front;

	build->arena = &s->arena;
	build->diag = &s->diag;
	if (!tools_find(&build->tools, &s->arena, &s->diag,
			options->build_tree, options->source_tree))
		return false;
	build->system = (struct system){ .arena = &s->arena,
		.interner = &s->interner, .diag = &s->diag,
		.kernel_share = 3, .debug = build->tools.debug };
	build->jobs = (struct jobs){ .arena = &s->arena, .diag = &s->diag,
				     .verbose = options->verbose };
	*front = (struct front){ .system = &build->system, .arena = &s->arena,
		.interner = &s->interner, .diag = &s->diag,
		.sources = &s->sources };
	*VEC_PUSH(&s->arena, &front->library) = build->tools.components;
	*VEC_PUSH(&s->arena, &front->library) = build->tools.boards;
	*VEC_PUSH(&s->arena, &front->idl) = build->tools.idl;
	build->out = options->out ? options->out :
		     path_folder(front, options->arguments[0]);
	build->parts = arena_printf(&s->arena, "%s/parts", build->out);
	if (options->deny) {
		front->denial = build->tools.probe;
		build->system.denial = denial_fill;
	}
	return true;
}

int command_build(struct session *session)
{
	struct build build = { 0 };

	return build_init(session, &build) &&
	       build_image(&build, session->options->arguments[0]) ? 0 : 1;
}

/* The image in QEMU, by the script that make run-NAME uses, too. It takes the
 * place of this program. */
int command_run(struct session *session)
{
	struct build build = { 0 };
	const char *symbolize, *image;

	if (!build_init(session, &build) ||
	    !build_image(&build, session->options->arguments[0]))
		return 1;
	symbolize = arena_printf(&session->arena, "%s symbolize",
				 build.tools.program);
	image = arena_printf(&session->arena, "%s/image.elf", build.out);
	diag_print(&session->diag, stderr);
	fflush(NULL);
	setenv("QEMU", build.tools.qemu, 1);
	setenv("SYMBOLIZE", symbolize, 1);
	execl("/bin/sh", "sh", build.tools.runner, image, (char *)NULL);
	fprintf(stderr, "vlink: cannot run /bin/sh: %s\n", strerror(errno));
	return 1;
}

int command_check(struct session *session)
{
	struct build build = { 0 };

	return build_init(session, &build) &&
	       front_read(&build.front, session->options->arguments[0]) ? 0 : 1;
}

int command_test(struct session *session)
{
	struct build build = { 0 };

	return build_init(session, &build) &&
	       build_tests(&build, session->options->arguments[0]) ? 0 : 1;
}
