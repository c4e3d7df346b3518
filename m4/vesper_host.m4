# SPDX-License-Identifier: BlueOak-1.0.0
#
# What the host programs and the tests need. Each check that fails says which
# Debian package would mend it.

# VESPER_PROG_FLEX
# ----------------
# The scanners are reentrant and use flex's own options: plain lex is no use.
AC_DEFUN([VESPER_PROG_FLEX], [
AC_PROG_LEX([noyywrap])
AS_IF([$LEX --version 2>/dev/null | grep flex >/dev/null], [],
	[AC_MSG_ERROR([flex is missing: install the package flex])])
])

# VESPER_PROG_BISON(VERSION)
# --------------------------
# parse.error custom came with bison 3.6. YACC is not 'bison -y': our grammars
# are bison's, and with -y it warns of everything that POSIX yacc has not.
AC_DEFUN([VESPER_PROG_BISON], [
AC_CHECK_PROGS([BISON], [bison], [no])
AS_IF([test "x$BISON" = xno],
	[AC_MSG_ERROR([bison is missing: install the package bison ($1 or later)])])
AC_MSG_CHECKING([whether $BISON is $1 or later])
vesper_bison_version=`$BISON --version | $SED -n '1s/.* //p'`
AS_VERSION_COMPARE([$vesper_bison_version], [$1],
	[AC_MSG_RESULT([no])
	AC_MSG_ERROR([bison is $vesper_bison_version, $1 or later is needed])])
AC_MSG_RESULT([yes, $vesper_bison_version])
AC_SUBST([YACC], ["$BISON -o y.tab.c"])
])

# VESPER_HOST_LIBRARIES
# ---------------------
# libelf for vlink, CUnit for the unit tests.
AC_DEFUN([VESPER_HOST_LIBRARIES], [
AC_PATH_PROGS([PKG_CONFIG], [pkg-config pkgconf], [no])
AS_IF([test "x$PKG_CONFIG" = xno],
	[AC_MSG_ERROR([pkg-config is missing: install the package pkg-config])])
VESPER_PKG([LIBELF], [libelf], [libelf-dev])
VESPER_PKG([CUNIT], [cunit], [libcunit1-dev])
])

# VESPER_PKG(VARIABLE, MODULE, PACKAGE)
# -------------------------------------
# PKG_CHECK_MODULES is not used, so that autoreconf says something better than
# "possibly undefined macro" where pkg.m4 is not installed.
AC_DEFUN([VESPER_PKG], [
AC_MSG_CHECKING([for $2])
AS_IF([$PKG_CONFIG --exists $2],
	[$1_CFLAGS=`$PKG_CONFIG --cflags $2`
	$1_LIBS=`$PKG_CONFIG --libs $2`
	AC_MSG_RESULT([yes])],
	[AC_MSG_RESULT([no])
	AC_MSG_ERROR([$2 is missing: install the package $3])])
AC_SUBST([$1_CFLAGS])
AC_SUBST([$1_LIBS])
])

# VESPER_SANITIZERS
# -----------------
# Sets SANITIZE_CFLAGS, for compiling and for linking. A finding ends the
# program: a report that a test could overlook is no report.
AC_DEFUN([VESPER_SANITIZERS], [
SANITIZE_CFLAGS=
AS_IF([test "x$enable_sanitizers" != xno], [
	SANITIZE_CFLAGS="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
	AC_MSG_CHECKING([whether $CC has ASan and UBSan])
	vesper_save_CFLAGS=$CFLAGS
	CFLAGS="$CFLAGS $SANITIZE_CFLAGS"
	AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])], [AC_MSG_RESULT([yes])],
		[AC_MSG_RESULT([no])
		AC_MSG_ERROR([$CC cannot link with $SANITIZE_CFLAGS])])
	CFLAGS=$vesper_save_CFLAGS])
AC_SUBST([SANITIZE_CFLAGS])
])
