/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The order of a build, see model.h.
 */
#include "build.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "report.h"

const char *build_path(struct build *build, const char *format, ...)
{
	const char *path;
	va_list args;

	va_start(args, format);
	path = arena_vprintf(build->arena, format, args);
	va_end(args);
	return arena_printf(build->arena, "%s/%s", build->parts, path);
}

/* For make: the image is newer than what it was made from, changed or not. */
static bool touch(struct build *build, const char *path)
{
	if (utimensat(AT_FDCWD, path, NULL, 0) == 0)
		return true;
	diag_error(build->diag, (struct span){ 0, 0 }, CHECK_WRITE,
		   "cannot write '%s': %s", path, strerror(errno));
	return false;
}

static bool save_report(struct build *build, const char *name,
			void (*report)(struct emit *, const struct system *))
{
	const char *path = build_path(build, "%s", name);
	struct emit out;
	bool ok;

	emit_init(&out);
	report(&out, &build->system);
	ok = emit_save(&out, path, 0666);
	emit_free(&out);
	if (!ok)
		diag_error(build->diag, (struct span){ 0, 0 }, CHECK_WRITE,
			   "cannot write '%s': %s", path, strerror(errno));
	return ok;
}

/* After the links: a function that is missing is the linker's to tell. */
static bool check_objects(struct build *build)
{
	if (build->front.denial)
		return true;	/* the probes use nothing */
	build_unused(build);
	return build_stacks(build);
}

/*
 * One build at a time in a folder. The lock is inherited by the programs that
 * run: those that a killed build left behind end before the next one begins.
 */
static bool lock(struct build *build)
{
	const char *path = build_path(build, "lock");
	int fd = open(path, O_WRONLY | O_CREAT, 0666);

	if (fd >= 0 && flock(fd, LOCK_EX) == 0)
		return true;	/* until we end */
	diag_error(build->diag, (struct span){ 0, 0 }, CHECK_WRITE,
		   "cannot lock '%s': %s", path, strerror(errno));
	return false;
}

bool build_image(struct build *build, const char *path)
{
	struct system *system = &build->system;
	const char *elf = arena_printf(build->arena, "%s/image.elf",
				       build->out);
	const char *flat = arena_printf(build->arena, "%s/kernel8.img",
					build->out);

	system->kernel_elf = build->tools.kernel;
	return front_read(&build->front, path) &&
	       folder_make(build->diag, build->parts) && lock(build) &&
	       build_headers(build) &&
	       build_objects(build) &&
	       areas_plan(system) &&
	       place_windows(system) &&
	       build_links(build) &&
	       check_objects(build) &&
	       image_write(system, elf, flat) &&
	       touch(build, elf) && touch(build, flat) &&
	       save_report(build, "system.json", report_json) &&
	       save_report(build, "system.caps", report_caps);
}
