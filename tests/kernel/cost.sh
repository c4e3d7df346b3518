#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# cost.sh [update|bench]: no path of the kernel is longer than a constant, and the
# costs in doc/kernel.md are those of the kernel. Every loop must have its bound
# in cost.txt, with any compiler. The numbers are those of one compiler, whose
# name stands over the table: with another one they are not compared.
# "update" writes the table into the manual; "bench" reads what make bench
# prints, none of which may be more.
: "${srcdir:=.}" "${builddir:=.}"
command -v python3 >/dev/null || {
	echo 'cost: no python3: bounds and costs are not looked at'
	[ "$CI" = true ] && exit 99
	exit 77
}
cost()
{
	notes=$1
	shift
	PYTHONHASHSEED=0 python3 -B "$srcdir/tests/kernel/cost.py" "$notes" "$srcdir" \
		"$builddir/kernel/bench.elf" "$TARGET_OBJDUMP" \
		"$TARGET_ADDR2LINE" "$@"
}
manual=$srcdir/doc/kernel.md
table=$(mktemp) && have=$(mktemp) || exit 1
trap 'rm -f "$table" "$have"' EXIT

if [ "$1" = bench ]; then
	cost "$srcdir/tests/kernel/cost.txt" --bench
	exit
fi

# Without the flags that are the project's own.
flags=$(echo "$TARGET_CFLAGS" | sed 's/.*-ffile-prefix-map=[^ ]* //')
compiler="gcc $($TARGET_CC -dumpfullversion 2>/dev/null) $flags"
$TARGET_CC --version | grep -q 'Free Software Foundation' ||
	compiler="another $flags"
{
	echo "Made with $compiler, \`VESPER_DEBUG\` 0."
	echo
	cost "$srcdir/tests/kernel/cost.txt"
} >"$table" || exit 1

if [ "$1" = update ]; then
	{
		sed '/<!-- costs -->/q' "$manual"
		cat "$table"
		sed -n '/<!-- end of costs -->/,$p' "$manual"
	} >"$have" && cat "$have" >"$manual"
	exit
fi
# A loop that is forgotten is told.
sed '/^loop arrange/d' "$srcdir/tests/kernel/cost.txt" >"$have"
cost "$have" 2>/dev/null && {
	echo 'cost: a loop without a bound is not seen'
	exit 1
}
sed -n '/<!-- costs -->/,/<!-- end of costs -->/p' "$manual" |
	sed '1d;$d' >"$have"
if [ "$(head -n 1 "$table")" != "$(head -n 1 "$have")" ]; then
	echo "every loop has its bound; the numbers are not compared:"
	echo "the manual's are of another compiler than $compiler"
	exit 0
fi
diff -u "$have" "$table" || {
	echo 'cost: the kernel has other costs now: make kernel-costs'
	exit 1
}
