#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# Every header compiles alone, with nothing before it: those of the target
# with the target's compiler, those of idlc, vlink and arch/host with the
# host's, and the ABI with both.
. "$srcdir/tests/lint/files"
set -f

# $1: the header, the rest: a compiler and its flags.
alone()
{
	header=$1
	shift
	echo "#include \"$srcdir/$header\"" |
		"$@" -Werror -fsyntax-only -x c - ||
		fail "$header: does not compile alone"
}

# A header that needs what idlc or vlink generates has no meaning outside a
# component; it is compiled with the component that includes it.
needs_generated()
{
	grep -Eq '#[ \t]*include[ \t]*[<"](component\.h|.*\.idl\.h)' \
		"$srcdir/$1"
}

headers=$(list_files '*.h')
[ -n "$headers" ] || fail "no headers seen"
for header in $headers; do
	! needs_generated "$header" || continue
	case $header in
	kernel/arch/host/*)
		alone "$header" $HOST_CC $HOST_INCLUDES \
			"-I$srcdir/kernel/arch/host/include" ;;
	idlc/* | vlink/* | vaudit/* | tests/unit/* | tests/kernel/* | tests/fuzz/*)
		alone "$header" $HOST_CC $HOST_INCLUDES ;;
	kernel/include/vesper/abi/*)
		alone "$header" $HOST_CC $HOST_INCLUDES
		alone "$header" $TARGET_CC $TARGET_FLAGS $KERNEL_INCLUDES ;;
	kernel/* | board/*)
		alone "$header" $TARGET_CC $TARGET_FLAGS $KERNEL_INCLUDES ;;
	*)
		alone "$header" $TARGET_CC $TARGET_FLAGS $RUNTIME_INCLUDES ;;
	esac
done
exit $lint_status
