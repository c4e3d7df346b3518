#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# The kernel's lines and text and the smallest image keep the limits that `make
# size` prints, and a line of code more is a line more there.
status=0
report=$srcdir/build-aux/size-report
image=examples/01-hello/kernel8.img

fail()
{
	echo "$*"
	status=1
}

lines_in()	# FOLDER
{
	srcdir=$1 sh "$report" | awk '/^kernel, lines/ { print $(NF - 1) }'
}

sh "$report" "$image" >size.out
awk '$NF ~ /^[0-9]+$/ {
	limits++
	if ($(NF - 1) == 0 || $(NF - 1) > $NF) {
		print "over its limit, or nothing: " $0
		bad = 1
	}
}
END { exit bad || limits != 3 }' size.out || { cat size.out; fail "too large"; }

mkdir -p size.work/kernel
cp -R "$srcdir"/kernel/core size.work/kernel/
chmod -R u+w size.work
before=$(lines_in size.work)
printf '/* a\n * comment */\n\nint code;\n' >size.work/kernel/core/more.c
[ "$(lines_in size.work)" -eq $((before + 1)) ] ||
	fail "a line more is not seen: $before, $(lines_in size.work)"
rm -rf size.work size.out
exit $status
