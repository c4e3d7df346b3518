# SPDX-License-Identifier: BlueOak-1.0.0
#
# Tests of vlink's back end.

# The back end's sources are compiled again, always sanitized: it reads files
# that may be anything.
check_PROGRAMS += tests/unit/vlink_back
TESTS += tests/unit/vlink_back
tests_unit_vlink_back_SOURCES = tests/unit/vlink_back.c \
	tests/unit/vlink_back.h tests/unit/vlink_elf.c tests/unit/vlink_elf.h \
	tests/unit/vlink_elf_test.c tests/unit/vlink_image.c \
	tests/unit/vlink_merge.c tests/unit/vlink_notes.c \
	tests/unit/vlink_runs.c $(VLINK_BACK_FILES)
tests_unit_vlink_back_CPPFLAGS = $(VLINK_CPPFLAGS) $(CUNIT_CFLAGS)
tests_unit_vlink_back_CFLAGS = $(AM_CFLAGS) $(VLINK_SANITIZE)
tests_unit_vlink_back_LDADD = idlc/libbase.a $(LIBELF_LIBS) $(CUNIT_LIBS)
tests_unit_vlink_back_LDFLAGS = $(AM_LDFLAGS) $(VLINK_SANITIZE)
VLINK_SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all

TESTS += %D%/size.tap
EXTRA_DIST += %D%/size.tap
tests/vlink-image/size.log: examples/01-hello/kernel8.img

include tests/vaudit/local.mk
