# SPDX-License-Identifier: BlueOak-1.0.0
#
# Tests of idlc: its messages, its output, and what the output does.
TESTS += %D%/golden.tap %D%/hostile.tap
EXTRA_DIST += %D%/golden.tap %D%/golden.update %D%/hostile.tap %D%/wire.idl \
	%D%/golden/sys.idl.h %D%/golden/wire.idl.h doc/idl-diagnostics.md
%D%/golden.log %D%/hostile.log: idlc/idlc$(EXEEXT)

IDLC_SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all

# ---- the compiler's own parts ----------------------------------------------
IDLC_UNIT_CPPFLAGS = $(IDLC_CPPFLAGS) $(CUNIT_CFLAGS)
check_PROGRAMS += tests/unit/idlc_base tests/unit/idlc_catalogue
TESTS += tests/unit/idlc_base tests/unit/idlc_catalogue
tests_unit_idlc_base_SOURCES = tests/unit/idlc_base.c
tests_unit_idlc_base_CPPFLAGS = $(IDLC_UNIT_CPPFLAGS)
tests_unit_idlc_base_LDADD = idlc/libbase.a $(CUNIT_LIBS)
tests_unit_idlc_catalogue_SOURCES = tests/unit/idlc_catalogue.c
tests_unit_idlc_catalogue_CPPFLAGS = $(IDLC_UNIT_CPPFLAGS)
tests_unit_idlc_catalogue_LDADD = idlc/libidlc.a idlc/libbase.a $(CUNIT_LIBS)

# ---- round trips: stub, message, dispatch, on the host ---------------------
check_PROGRAMS += %D%/wire_test
TESTS += %D%/wire_test
%C%_wire_test_SOURCES = %D%/wire_test.c %D%/wire_echo.c %D%/wire_echo.h \
	runtime/arch/host/call.c runtime/arch/host/include/vesper/call.h
%C%_wire_test_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/runtime/include \
	-I$(top_srcdir)/runtime/arch/host/include -I%D% $(CUNIT_CFLAGS)
%C%_wire_test_CFLAGS = $(AM_CFLAGS) $(IDLC_SANITIZE)
%C%_wire_test_LDADD = $(CUNIT_LIBS)
%C%_wire_test_LDFLAGS = $(AM_LDFLAGS) $(IDLC_SANITIZE)
%D%/wire_test-wire_test.$(OBJEXT) %D%/wire_test-wire_echo.$(OBJEXT): \
	| %D%/wire.idl.h
%D%/wire.idl.h: $(srcdir)/%D%/wire.idl idlc/idlc$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	idlc/idlc$(EXEEXT) -o $@ $(srcdir)/%D%/wire.idl
CLEANFILES += %D%/wire.idl.h %D%/golden/* %D%/hostile/*
