# SPDX-License-Identifier: BlueOak-1.0.0
#
# The compiler: a library, which the unit tests link too, and main.c.
# idlc/base is shared with vlink: link idlc/libbase.a and compile with
# -I$(top_srcdir)/idlc, so that headers are "base/arena.h".
noinst_LIBRARIES += idlc/libbase.a
idlc_libbase_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/idlc
idlc_libbase_a_SOURCES = \
	%D%/base/arena.c %D%/base/arena.h \
	%D%/base/diag.c %D%/base/diag.h \
	%D%/base/emit.c %D%/base/emit.h \
	%D%/base/intern.c %D%/base/intern.h \
	%D%/base/source.c %D%/base/source.h \
	%D%/base/suggest.c %D%/base/suggest.h
