# SPDX-License-Identifier: BlueOak-1.0.0
#
# Tests of vlink: its messages, what it does with hostile input, whole builds,
# its reports, its manual.
include tests/vlink/fixtures.mk
VLINK_TESTS = %D%/build.tap %D%/diagnostics.tap %D%/documented.tap \
	%D%/host.tap %D%/hostile.tap %D%/install.tap %D%/interrupted.tap \
	%D%/manual.tap %D%/picture.tap %D%/readers.tap %D%/reports.tap \
	%D%/stacks.tap
TESTS += $(VLINK_TESTS)
EXTRA_DIST += $(VLINK_TESTS) %D%/elsewhere %D%/picture.awk $(VLINK_BAD_FIXTURES)
# They build systems.
$(VLINK_TESTS:.tap=.log): $(EXAMPLES:=/image.elf)
EXTRA_DIST += doc/manifest.md

# Unit tests of the front end.
check_PROGRAMS += %D%/front
TESTS += %D%/front
%C%_front_SOURCES = %D%/front.c
%C%_front_CPPFLAGS = $(VLINK_CPPFLAGS) $(CUNIT_CFLAGS)
%C%_front_LDADD = vlink/libvlink.a idlc/libbase.a $(LIBELF_LIBS) $(CUNIT_LIBS)

# Some 20 seconds.
LONG_TESTS += %D%/scale.tap
EXTRA_DIST += %D%/scale.tap

## bench-vlink: times to build systems of 2, 12 and 60 components, link, edit
bench-vlink: all
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(top_srcdir)/tests/vlink/scale.tap
.PHONY: bench-vlink

# The front end's sources again, always sanitized: it reads what people write.
check_LIBRARIES += %D%/libsanitized.a
%C%_libsanitized_a_SOURCES = $(VLINK_FRONT_FILES) $(VLINK_BACK_FILES)
%C%_libsanitized_a_CPPFLAGS = $(VLINK_CPPFLAGS)
%C%_libsanitized_a_CFLAGS = $(AM_CFLAGS) -O1 $(VLINK_SANITIZE)
vlink/%C%_libsanitized_a-scan.$(OBJEXT): vlink/parse.h
VLINK_SANITIZED_LIBS = %D%/libsanitized.a idlc/libbase.a $(LIBELF_LIBS)
check_PROGRAMS += %D%/fuzz %D%/sanitized
%C%_fuzz_SOURCES = %D%/fuzz.c %D%/readers.c %D%/readers.h tests/fuzz/mutate.h
%C%_fuzz_CPPFLAGS = $(VLINK_CPPFLAGS) -I$(top_srcdir)/tests/fuzz
%C%_fuzz_CFLAGS = $(AM_CFLAGS) -O1 $(VLINK_SANITIZE)
%C%_fuzz_LDADD = $(VLINK_SANITIZED_LIBS)
%C%_fuzz_LDFLAGS = $(AM_LDFLAGS) $(VLINK_SANITIZE)
%C%_sanitized_SOURCES = $(vlink_vlink_SOURCES)
%C%_sanitized_CPPFLAGS = $(vlink_vlink_CPPFLAGS)
%C%_sanitized_CFLAGS = $(AM_CFLAGS) -O1 $(VLINK_SANITIZE)
%C%_sanitized_LDADD = $(VLINK_SANITIZED_LIBS)
%C%_sanitized_LDFLAGS = $(AM_LDFLAGS) $(VLINK_SANITIZE)
%D%/hostile.log: %D%/sanitized$(EXEEXT)
check_PROGRAMS += %D%/fuzz_readers
%C%_fuzz_readers_SOURCES = %D%/fuzz_readers.c %D%/readers.c %D%/readers.h \
	tests/fuzz/mutate.h
%C%_fuzz_readers_CPPFLAGS = $(VLINK_CPPFLAGS) -I$(top_srcdir)/tests/fuzz
%C%_fuzz_readers_CFLAGS = $(AM_CFLAGS) -O1 $(VLINK_SANITIZE)
%C%_fuzz_readers_LDADD = $(VLINK_SANITIZED_LIBS)
%C%_fuzz_readers_LDFLAGS = $(AM_LDFLAGS) $(VLINK_SANITIZE)
%D%/readers.log: %D%/sanitized$(EXEEXT) %D%/fuzz_readers$(EXEEXT)
TESTS += %D%/fuzz.sh
EXTRA_DIST += %D%/fuzz.sh
tests/vlink/fuzz.log: %D%/fuzz

# What the tests leave in the build tree.
VLINK_TEST_FOLDERS = build fuzz-work host hostile install manual out picture reports scale \
	stacks
clean-vlink-tests:
	rm -rf $(VLINK_TEST_FOLDERS:%=tests/vlink/%) fuzz-vlink
clean-local: clean-vlink-tests
.PHONY: clean-vlink-tests

.PHONY: bench-edit
EXTRA_DIST += %D%/bench.sh
## bench-edit: how long a build takes after an edit of a source, a manifest, an interface
bench-edit: examples/02-greeter/image.elf
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(top_srcdir)/tests/vlink/bench.sh

# Guided by coverage; needs clang.
FUZZ_VLINK_SECONDS = 20
.PHONY: fuzz-vlink
EXTRA_DIST += %D%/fuzz_cover.c %D%/fuzz_cover.sh tests/vaudit/fuzz_cover.c
## fuzz-vlink: vlink's and vaudit's readers under libFuzzer, FUZZ_VLINK_SECONDS (20) each
fuzz-vlink: examples/02-greeter/image.elf vlink/libvlink.a
	@$(SHELL) $(top_srcdir)/tests/vlink/fuzz_cover.sh \
		'$(VESPER_SOURCE_TREE)' '$(abs_top_builddir)' \
		'$(abs_top_builddir)/fuzz-vlink' '$(FUZZ_VLINK_SECONDS)'
