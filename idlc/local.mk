# SPDX-License-Identifier: BlueOak-1.0.0
#
# The compiler: a library, which the unit tests link too, and main.c.
# idlc/base is shared with vlink: link idlc/libbase.a and compile with
# -I$(top_srcdir)/idlc, so that headers are "base/arena.h".
noinst_LIBRARIES += idlc/libbase.a idlc/libidlc.a
bin_PROGRAMS += idlc/idlc

idlc_libbase_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/idlc
idlc_libbase_a_SOURCES = $(IDLC_BASE_FILES)
IDLC_BASE_FILES = \
	idlc/base/arena.c idlc/base/arena.h \
	idlc/base/diag.c idlc/base/diag.h \
	idlc/base/emit.c idlc/base/emit.h \
	idlc/base/format.c idlc/base/format.h \
	idlc/base/intern.c idlc/base/intern.h \
	idlc/base/map.c idlc/base/map.h \
	idlc/base/source.c idlc/base/source.h \
	idlc/base/suggest.c idlc/base/suggest.h \
	idlc/base/utf8.c idlc/base/utf8.h

IDLC_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/idlc -I$(top_builddir)/idlc
idlc_libidlc_a_CPPFLAGS = $(IDLC_CPPFLAGS)
idlc_libidlc_a_SOURCES = $(IDLC_FILES)
IDLC_FILES = \
	idlc/ast.h idlc/token.h idlc/model.h idlc/limits.h \
	idlc/errors.c idlc/errors.def idlc/errors.h \
	idlc/scan.l idlc/parse.y idlc/parser.h idlc/parse_doc.c idlc/parse_node.c \
	idlc/parse_token.c \
	idlc/check.c idlc/check.h idlc/check_attribute.c idlc/check_expr.c \
	idlc/check_interface.c idlc/check_member.c idlc/check_name.c \
	idlc/check_type.c \
	idlc/session.c idlc/session.h idlc/explain.c \
	idlc/compat.c idlc/compat.h idlc/dump.c idlc/dump.h \
	idlc/pretty.c idlc/pretty.h \
	idlc/lint.c idlc/lint.h \
	idlc/json.c idlc/json.h idlc/emit_dot.c idlc/emit_doubles.c \
	idlc/emit_fuzz.c idlc/emit_json.c idlc/emit_markdown.c \
	idlc/emit_trace.c \
	idlc/layout.c idlc/layout.h idlc/layout_type.c idlc/hash.c \
	idlc/c.h idlc/c_answer.c idlc/c_async.c idlc/c_cap.c idlc/c_client.c idlc/c_header.c idlc/c_interface.c \
	idlc/c_message.c idlc/c_send.c idlc/c_server.c idlc/c_type.c idlc/c_value.c
idlc_idlc_CPPFLAGS = $(IDLC_CPPFLAGS)
idlc_idlc_SOURCES = idlc/main.c
idlc_idlc_LDADD = idlc/libidlc.a idlc/libbase.a

# The scanner needs the parser's token numbers.
idlc/libidlc_a-scan.$(OBJEXT) idlc/libidlc_a-parse_token.$(OBJEXT) \
idlc/libidlc_a-pretty.$(OBJEXT): idlc/parse.h
CLEANFILES += idlc/parse.c idlc/parse.h idlc/scan.c

EXTRA_DIST += doc/idlc.1
