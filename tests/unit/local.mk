# SPDX-License-Identifier: BlueOak-1.0.0
#
# Unit tests on the host, with CUnit (CUNIT_CFLAGS, CUNIT_LIBS).

# ---- runtime, components ---------------------------------------------------
check_PROGRAMS += %D%/runtime_text %D%/pl011_line
TESTS += %D%/runtime_text %D%/pl011_line
%C%_runtime_text_SOURCES = %D%/runtime_text.c runtime/text.c
%C%_runtime_text_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/runtime/include \
	$(CUNIT_CFLAGS)
%C%_runtime_text_LDADD = $(CUNIT_LIBS)
%C%_pl011_line_SOURCES = %D%/pl011_line.c components/pl011/line.c \
	runtime/text.c
%C%_pl011_line_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/runtime/include \
	-I$(top_srcdir)/components/pl011 $(CUNIT_CFLAGS)
%C%_pl011_line_LDADD = $(CUNIT_LIBS)
