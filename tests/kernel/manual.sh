#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# The tables of doc/kernel.md are those of the definitions in the ABI's headers.
# After a change: tests/kernel/manual, between the two markers.
want=$(mktemp) && have=$(mktemp) || exit 1
trap 'rm -f "$want" "$have"' EXIT
"$builddir/tests/kernel/manual" >"$want" || exit 1
[ -s "$want" ] || exit 1
sed -n '/<!-- tables -->/,/<!-- end of tables -->/p' "$srcdir/doc/kernel.md" |
	sed '1d;$d' >"$have"
diff -u "$have" "$want"
