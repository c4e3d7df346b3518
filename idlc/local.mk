# SPDX-License-Identifier: BlueOak-1.0.0
#
# The compiler: a library, which the unit tests link too, and main.c.
# idlc/base is shared with vlink: link idlc/libbase.a and compile with
# -I$(top_srcdir)/idlc, so that headers are "base/arena.h".
noinst_LIBRARIES += idlc/libbase.a idlc/libidlc.a
bin_PROGRAMS += idlc/idlc

idlc_libbase_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/idlc
idlc_libbase_a_SOURCES = \
	%D%/base/arena.c %D%/base/arena.h \
	%D%/base/diag.c %D%/base/diag.h \
	%D%/base/emit.c %D%/base/emit.h \
	%D%/base/intern.c %D%/base/intern.h \
	%D%/base/map.c %D%/base/map.h \
	%D%/base/source.c %D%/base/source.h \
	%D%/base/suggest.c %D%/base/suggest.h

IDLC_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/idlc -I$(top_builddir)/idlc
idlc_libidlc_a_CPPFLAGS = $(IDLC_CPPFLAGS)
idlc_libidlc_a_SOURCES = \
	%D%/ast.h %D%/token.h %D%/model.h %D%/limits.h \
	%D%/errors.c %D%/errors.def %D%/errors.h \
	%D%/scan.l %D%/parse.y %D%/parser.h %D%/parse_doc.c %D%/parse_node.c \
	%D%/parse_token.c \
	%D%/check.c %D%/check.h %D%/check_attribute.c %D%/check_expr.c \
	%D%/check_interface.c %D%/check_member.c %D%/check_name.c \
	%D%/check_type.c \
	%D%/session.c %D%/session.h %D%/explain.c \
	%D%/layout.c %D%/layout.h %D%/layout_type.c %D%/hash.c \
	%D%/c.h %D%/c_client.c %D%/c_header.c %D%/c_interface.c \
	%D%/c_message.c %D%/c_server.c %D%/c_type.c %D%/c_value.c
idlc_idlc_CPPFLAGS = $(IDLC_CPPFLAGS)
idlc_idlc_SOURCES = %D%/main.c
idlc_idlc_LDADD = idlc/libidlc.a idlc/libbase.a

# The scanner needs the parser's token numbers.
idlc/libidlc_a-scan.$(OBJEXT) idlc/libidlc_a-parse_token.$(OBJEXT): idlc/parse.h
CLEANFILES += idlc/parse.c idlc/parse.h idlc/scan.c
