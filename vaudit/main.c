/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * vaudit [--live] IMAGE SYSTEM.json: whether the image grants exactly what the
 * manifests say. With --live, IMAGE is the physical memory of a machine that has
 * run, from ABI_LOAD_ADDRESS up. Exit status 0 if it does, 1 if there is a
 * difference, 2 if one of the files cannot be read.
 */
#include <string.h>

#include "audit.h"

static void summary(const struct audit *audit)
{
	printf("%zu domains, %zu capabilities, %zu pages of theirs, %zu of "
	       "the kernel's, %zu kernel objects: as the manifests say\n",
	       audit->wanted->domains_count, audit->caps, audit->user_pages,
	       audit->kernel_pages, audit->objects);
}

static int usage(FILE *stream)
{
	fputs("usage: vaudit [--live] IMAGE SYSTEM.json\n\n"
	      "Whether image.elf or kernel8.img grants exactly what the "
	      "manifests say, by\nthe report parts/system.json of its build."
	      "\n\n"
	      "  --live             IMAGE is the memory of a machine that has "
	      "started, from\n"
	      "                     address 0x80000 up\n"
	      "  --version, --help\n", stream);
	return stream == stdout ? 0 : 2;
}

int main(int argc, char **argv)
{
	struct image image;
	struct wanted wanted;
	struct audit audit = { .image = &image, .wanted = &wanted,
			       .out = stdout };

	if (argc == 2 && strcmp(argv[1], "--version") == 0)
		return puts("vaudit (Vesper) " PACKAGE_VERSION) < 0;
	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return usage(stdout);
	if (argc > 1 && strcmp(argv[1], "--live") == 0) {
		audit.live = true;
		argc--;
		argv++;
	}
	if (argc != 3 || argv[1][0] == '-')
		return usage(stderr);
	if (!wanted_load(&wanted, argv[2], stderr))
		return 2;
	if (!(audit.live ? image_load_live : image_load)(&image, argv[1],
							 stderr)) {
		wanted_free(&wanted);
		return 1;
	}
	if (audit_run(&audit) == 0)
		summary(&audit);
	else
		printf("%zu differences\n", audit.differences);
	image_free(&image);
	wanted_free(&wanted);
	return audit.differences != 0;
}
