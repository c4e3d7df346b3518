# SPDX-License-Identifier: BlueOak-1.0.0
#
# The static linker, and the program that audits its images.

# The back end: reading ELF files, placement, tables, the merge, the image.
VLINK_BACK_SOURCES = vlink/back.h vlink/dump.c vlink/dump.h vlink/elf_file.c \
	vlink/elf_file.h vlink/frames.c vlink/handles.c vlink/image.c \
	vlink/layout.h vlink/memory.c vlink/memory.h vlink/merge.c \
	vlink/merge.h vlink/notes.c vlink/objects.c vlink/place.c \
	vlink/places.c vlink/runs.c vlink/runs.h vlink/selfcheck.c \
	vlink/spaces.c vlink/stacks.c vlink/symbolize.c vlink/tables.c \
	vlink/units.c
