# SPDX-License-Identifier: BlueOak-1.0.0
#
# Every image that the tests boot is audited, in both forms; and the audit is
# tested by changing every bit of an image that matters.
TESTS += %D%/images.tap
EXTRA_DIST += %D%/images.tap
tests/vaudit/images.log: vaudit/vaudit$(EXEEXT) $(SYSTEMS:=/image.elf)

TESTS += %D%/live.tap
LONG_TESTS += %D%/denied-large.tap
EXTRA_DIST += %D%/live.tap %D%/denied.tap %D%/denied-large.tap
tests/vaudit/live.log tests/vaudit/denied.log \
tests/vaudit/denied-large.log: vaudit/vaudit$(EXEEXT) \
	$(EXAMPLES:=/image.elf) $(TEST_SYSTEMS:=/image.elf)
tests/vaudit/denied.log: %D%/loosen$(EXEEXT)
tests/vaudit/live.log: %D%/stop$(EXEEXT)

check_PROGRAMS += %D%/corrupt %D%/inputs %D%/loosen %D%/stop
%C%_stop_SOURCES = %D%/stop.c
%C%_loosen_SOURCES = %D%/loosen.c $(VAUDIT_FILES)
%C%_loosen_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/vaudit
%C%_corrupt_SOURCES = %D%/corrupt.c $(VAUDIT_FILES)
%C%_corrupt_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/vaudit
EXTRA_DIST += %D%/corrupt.tap %D%/full/any.c %D%/full/full.system
tests/vaudit/corrupt.log: %D%/corrupt$(EXEEXT) \
	examples/01-hello/image.elf

# Always sanitized: what it reads may be anything.
%C%_inputs_SOURCES = %D%/inputs.c $(VAUDIT_FILES)
%C%_inputs_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/vaudit $(CUNIT_CFLAGS)
%C%_inputs_CFLAGS = $(AM_CFLAGS) $(VLINK_SANITIZE)
%C%_inputs_LDADD = $(CUNIT_LIBS)
%C%_inputs_LDFLAGS = $(AM_LDFLAGS) $(VLINK_SANITIZE)
TESTS += %D%/inputs

check_PROGRAMS += %D%/fuzz
%C%_fuzz_SOURCES = %D%/fuzz.c tests/fuzz/mutate.h $(VAUDIT_FILES)
%C%_fuzz_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/vaudit -I$(top_srcdir)/tests/fuzz
%C%_fuzz_CFLAGS = $(AM_CFLAGS) -O1 $(VLINK_SANITIZE)
%C%_fuzz_LDFLAGS = $(AM_LDFLAGS) $(VLINK_SANITIZE)
TESTS += %D%/fuzz.sh
EXTRA_DIST += %D%/fuzz.sh
tests/vaudit/fuzz.log: %D%/fuzz$(EXEEXT) examples/02-greeter/image.elf
