# SPDX-License-Identifier: BlueOak-1.0.0
#
# The target's tools. Debian has no gcc-aarch64-none-elf, so the Linux cross
# compiler serves with flags that leave Linux out, and clang as an alternative.
# A candidate is taken only if it compiles and links what Vesper needs.

# VESPER_PROG_TARGET_TOOLS
# ------------------------
# Sets TARGET_CC, TARGET_CFLAGS (the user's: -O2 -g), TARGET_LD, TARGET_AR,
# TARGET_RANLIB, TARGET_OBJCOPY, TARGET_OBJDUMP, TARGET_NM, TARGET_ADDR2LINE,
# TARGET_SIZE, TARGET_LIBGCC, and the flags no target object may be without,
# VESPER_TARGET_CFLAGS and VESPER_TARGET_LDFLAGS. A user may set each TARGET_*.
AC_DEFUN([VESPER_PROG_TARGET_TOOLS], [
AC_ARG_VAR([TARGET_CC], [C compiler for the target])
AC_ARG_VAR([TARGET_CFLAGS], [C compiler flags for the target @<:@-O2 -g@:>@])
AC_ARG_VAR([TARGET_LD], [linker for the target (ld or ld.lld, not a compiler)])
: ${TARGET_CFLAGS="-O2 -g"}
vesper_prefixes="aarch64-none-elf aarch64-elf aarch64-linux-gnu"
AS_CASE([" $vesper_prefixes "], [*" ${target_alias:-$target} "*], [],
	[vesper_prefixes="${target_alias:-$target} $vesper_prefixes"])
VESPER_TARGET_LINKER
VESPER_TARGET_COMPILER
VESPER_TARGET_FLAGS
VESPER_TARGET_TOOL([AR], [ar])
VESPER_TARGET_TOOL([RANLIB], [ranlib])
VESPER_TARGET_TOOL([OBJCOPY], [objcopy])
VESPER_TARGET_TOOL([OBJDUMP], [objdump])
VESPER_TARGET_TOOL([NM], [nm])
VESPER_TARGET_TOOL([ADDR2LINE], [addr2line])
VESPER_TARGET_TOOL([SIZE], [size])
])

# VESPER_TARGET_TOOL(VARIABLE, PROGRAM)
# -------------------------------------
AC_DEFUN([VESPER_TARGET_TOOL], [
AC_ARG_VAR([TARGET_$1], [$2 for the target])
vesper_list=
for vesper_p in $vesper_prefixes; do vesper_list="$vesper_list $vesper_p-$2"; done
AC_CHECK_PROGS([TARGET_$1], [$vesper_list llvm-$2 llvm-$2-14], [no])
AS_IF([test "x$TARGET_$1" = xno],
	[AC_MSG_ERROR([no $2 for aarch64: install binutils-aarch64-linux-gnu, or set TARGET_$1])])
])

# VESPER_TARGET_LINKER
# --------------------
AC_DEFUN([VESPER_TARGET_LINKER], [
vesper_list=
for vesper_p in $vesper_prefixes; do vesper_list="$vesper_list $vesper_p-ld"; done
AC_CHECK_PROGS([TARGET_LD], [$vesper_list ld.lld ld.lld-14], [no])
AS_IF([test "x$TARGET_LD" = xno],
	[AC_MSG_ERROR([no linker for aarch64: install binutils-aarch64-linux-gnu or lld, or set TARGET_LD])])
])

# VESPER_TARGET_LINKS(COMPILER, THEN, ELSE)
# -----------------------------------------
# Can COMPILER make an object for the bare machine, and does TARGET_LD link it?
# The atomic needs -mno-outline-atomics with gcc, or it would want a libc.
AC_DEFUN([VESPER_TARGET_LINKS], [
cat >conftest.c <<'_EOT'
#ifndef __aarch64__
#error not aarch64
#endif
#include <stdint.h>
#include <stdatomic.h>
static _Atomic uint64_t word;
void _start(void);
void _start(void)
{
	atomic_fetch_add(&word, 1);
}
_EOT
vesper_ok=no
vesper_flags=
AS_IF([$1 -mno-outline-atomics -c -xc /dev/null -o conftest.o >/dev/null 2>&1],
	[vesper_flags=-mno-outline-atomics])
AS_IF([$1 $TARGET_CFLAGS -std=gnu11 -ffreestanding -mgeneral-regs-only -mstrict-align -fno-pic $vesper_flags -c conftest.c -o conftest.o >&AS_MESSAGE_LOG_FD 2>&1 &&
	$TARGET_LD -static -o conftest.elf conftest.o >&AS_MESSAGE_LOG_FD 2>&1],
	[vesper_ok=yes])
rm -f conftest.c conftest.o conftest.elf
AS_IF([test $vesper_ok = yes], [$2], [$3])
])

# VESPER_TARGET_COMPILER
# ----------------------
# The user's TARGET_CC is tried as it is, then (a plain clang) with --target.
AC_DEFUN([VESPER_TARGET_COMPILER], [
AC_MSG_CHECKING([for a C compiler for bare aarch64])
vesper_found=no
vesper_try() {
	AS_IF([test $vesper_found = no], [
		AS_ECHO(["trying $[]*"]) >&AS_MESSAGE_LOG_FD
		VESPER_TARGET_LINKS([$[]*], [vesper_found="$[]*"])])
}
AS_IF([test -n "$TARGET_CC"],
	[vesper_try $TARGET_CC
	vesper_try $TARGET_CC --target=aarch64-none-elf],
	[for vesper_p in $vesper_prefixes; do vesper_try $vesper_p-gcc; done
	vesper_try clang --target=aarch64-none-elf])
AS_IF([test "x$vesper_found" = xno], [
	AC_MSG_RESULT([none])
	AC_MSG_ERROR([${TARGET_CC:-no compiler} can build for bare aarch64 (see config.log): install gcc-aarch64-linux-gnu, or set TARGET_CC])])
TARGET_CC=$vesper_found
AC_MSG_RESULT([$TARGET_CC])
])

# VESPER_TARGET_FLAGS
# -------------------
# Each flag that one of the compilers lacks is probed; the reasons:
#   -mno-outline-atomics      gcc's atomics would call libgcc, which wants libc
#   --param=min-pagesize=0    gcc 12 warns of constant low addresses otherwise
#   -mfix-cortex-a53-835769   erratum: multiply-accumulate after a load/store
#   --fix-cortex-a53-843419   erratum: adrp at the end of a page
AC_DEFUN([VESPER_TARGET_FLAGS], [
VESPER_TARGET_CFLAGS="-std=gnu11 -ffreestanding -nostdlib -mgeneral-regs-only -mcpu=cortex-a53 -mstrict-align -fno-common -fno-pic -fno-stack-protector -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections"
VESPER_TARGET_CFLAGS_PROBE([-mno-outline-atomics])
VESPER_TARGET_CFLAGS_PROBE([--param=min-pagesize=0])
VESPER_TARGET_CFLAGS_PROBE([-mfix-cortex-a53-835769])
AC_SUBST([VESPER_TARGET_CFLAGS])
# The kernel has no memset() for loops to be turned into; clang makes none of
# them with -ffreestanding. The others make it smaller, and no path that make
# bench counts longer: no padding, no block of code twice, no function in its
# callers but small ones and those that say inline, all within 1 MiB.
VESPER_KERNEL_CFLAGS=
m4_foreach_w([vesper_flag], [-fno-tree-loop-distribute-patterns
	-freorder-blocks-algorithm=simple -fomit-frame-pointer
	-fno-align-functions -fno-align-jumps -fno-align-labels
	-fno-align-loops -fno-inline-functions -mcmodel=tiny],
	[VESPER_TARGET_CFLAGS_PROBE(vesper_flag, [VESPER_KERNEL_CFLAGS])
])
# clang has no such promise; the linker drops what it then leaves unused.
VESPER_TARGET_CFLAGS_PROBE([-fwhole-program], [VESPER_KERNEL_CFLAGS])
AC_SUBST([VESPER_KERNEL_CFLAGS])
VESPER_TARGET_LDFLAGS="-static -nostdlib --build-id=none -z max-page-size=4096 -z noexecstack"
VESPER_TARGET_LDFLAGS_PROBE([--fix-cortex-a53-843419])
VESPER_TARGET_LDFLAGS_PROBE([--no-warn-rwx-segments])
AC_SUBST([VESPER_TARGET_LDFLAGS])
AC_MSG_CHECKING([for the target compiler's own headers])
VESPER_TARGET_INCLUDE=`$TARGET_CC -print-file-name=include`
AS_IF([test -f "$VESPER_TARGET_INCLUDE/stdint.h"], [],
	[AC_MSG_ERROR([$TARGET_CC has no freestanding headers])])
AC_MSG_RESULT([$VESPER_TARGET_INCLUDE])
AC_SUBST([VESPER_TARGET_INCLUDE])
# clang 14 has no builtins library for aarch64; what Vesper uses needs none.
AC_MSG_CHECKING([for the target compiler's helper library])
TARGET_LIBGCC=`$TARGET_CC -print-libgcc-file-name 2>/dev/null`
AS_IF([test -f "$TARGET_LIBGCC"], [], [TARGET_LIBGCC=])
AC_MSG_RESULT([${TARGET_LIBGCC:-none}])
AC_SUBST([TARGET_LIBGCC])
])

# VESPER_TARGET_CFLAGS_PROBE(FLAG, [VARIABLE])
# --------------------------------------------
# Adds FLAG to VARIABLE (VESPER_TARGET_CFLAGS) if the target compiler has it.
AC_DEFUN([VESPER_TARGET_CFLAGS_PROBE], [
AC_MSG_CHECKING([whether the target compiler has $1])
echo 'int f(void); int f(void) { return 0; }' >conftest.c
AS_IF([$TARGET_CC -Werror $1 -c conftest.c -o conftest.o >&AS_MESSAGE_LOG_FD 2>&1],
	[m4_default([$2], [VESPER_TARGET_CFLAGS])="$m4_default([$2], [VESPER_TARGET_CFLAGS]) $1"
	AC_MSG_RESULT([yes])],
	[AC_MSG_RESULT([no])])
rm -f conftest.c conftest.o
])

AC_DEFUN([VESPER_TARGET_LDFLAGS_PROBE], [
AC_MSG_CHECKING([whether the target linker has $1])
echo 'void _start(void); void _start(void) { }' >conftest.c
AS_IF([$TARGET_CC -ffreestanding -c conftest.c -o conftest.o >&AS_MESSAGE_LOG_FD 2>&1 &&
	$TARGET_LD --fatal-warnings $1 -o conftest.elf conftest.o >&AS_MESSAGE_LOG_FD 2>&1],
	[VESPER_TARGET_LDFLAGS="$VESPER_TARGET_LDFLAGS $1"
	AC_MSG_RESULT([yes])],
	[AC_MSG_RESULT([no])])
rm -f conftest.c conftest.o conftest.elf
])
