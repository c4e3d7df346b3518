# SPDX-License-Identifier: BlueOak-1.0.0
#
# The static linker, and the program that audits its images. A library, which
# the unit tests link too, and main.c.

# The front end: manifests, the model, the order of a build.
VLINK_FRONT_FILES = vlink/area.c vlink/async.c vlink/ast.h vlink/board.c vlink/build.c \
	vlink/build.h vlink/build_idl.c vlink/build_links.c vlink/build_objects.c \
	vlink/build_test.c \
	vlink/callgraph.c vlink/callgraph.h vlink/checks.c vlink/checks.def \
	vlink/checks.h vlink/compose.c vlink/connections.c vlink/declare.c \
	vlink/declare.h vlink/declare_caps.c vlink/declare_on.c vlink/declare_run.c \
	vlink/declare_session.c vlink/declare_use.c vlink/denial.c vlink/denial.h \
	vlink/denial_fill.c vlink/diff.c vlink/explain.c vlink/front.c \
	vlink/front.h vlink/generate.c vlink/generate.h vlink/generate_host.c \
	vlink/generate_run.c vlink/give.c vlink/given.c \
	vlink/graph.c vlink/holdings.c vlink/interface.c vlink/jobs.c \
	vlink/jobs.h vlink/json.c vlink/json.h vlink/keyword.c vlink/keyword.def \
	vlink/keyword.h vlink/level.c vlink/load.c vlink/manual.c vlink/manual.h \
	vlink/model.h vlink/number.c vlink/number.h vlink/parse.y vlink/plain.c vlink/policy.c \
	vlink/policy.h vlink/policy_handed.c vlink/policy_held.c \
	vlink/policy_names.c vlink/policy_reach.c vlink/policy_session.c \
	vlink/methods.c \
	vlink/report.h vlink/report_caps.c vlink/report_html.c \
	vlink/report_json.c vlink/saved.c vlink/saved.h vlink/scan.h vlink/scan.l \
	vlink/settings.c vlink/share.c vlink/slots.c vlink/stacks_check.c vlink/stamp.c \
	vlink/statement.c vlink/times.c vlink/tools.c vlink/tools.h \
	vlink/unused.c vlink/views.h

# The back end: reading ELF files, placement, tables, the merge, the image.
VLINK_BACK_FILES = vlink/back.h vlink/dump.c vlink/dump.h vlink/elf_file.c \
	vlink/elf_file.h vlink/frames.c vlink/handles.c vlink/image.c \
	vlink/layout.h vlink/memory.c vlink/memory.h vlink/merge.c \
	vlink/factories.c vlink/merge.h vlink/notes.c vlink/objects.c vlink/own_objects.c vlink/parts.c vlink/place.c \
	vlink/places.c vlink/restart.c vlink/runs.c vlink/runs.h vlink/selfcheck.c \
	vlink/spaces.c vlink/stacks.c vlink/symbolize.c vlink/tables.c vlink/view_objects.c \
	vlink/units.c

# Before idlc's folder, which has an ast.h and a parse.h too.
VLINK_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_builddir)/vlink -I$(top_srcdir)/vlink \
	-I$(top_srcdir)/idlc $(LIBELF_CFLAGS)

noinst_LIBRARIES += vlink/libvlink.a
vlink_libvlink_a_CPPFLAGS = $(VLINK_CPPFLAGS)
vlink_libvlink_a_SOURCES = $(VLINK_FRONT_FILES) $(VLINK_BACK_FILES)
# The scanner needs the parser's token numbers.
vlink/libvlink_a-scan.$(OBJEXT): vlink/parse.h

bin_PROGRAMS += vlink/vlink
vlink_vlink_CPPFLAGS = $(VLINK_CPPFLAGS)
vlink_vlink_SOURCES = vlink/command.h vlink/command_build.c \
	vlink/command_misc.c vlink/command_report.c vlink/main.c
vlink_vlink_LDADD = vlink/libvlink.a idlc/libbase.a $(LIBELF_LIBS)

EXTRA_DIST += vlink/component.ld board/rpi3/rpi3.board
SYSTEM_DEPS += vlink/component.ld board/rpi3/rpi3.board

include vlink/install.mk
