#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# What make help lists exists, and what exists for a user is listed: each
# documented target is one of the Makefile's, and each phony target of ours
# is documented.
st=0
help=$($MAKE -s --no-print-directory -C "$builddir" help) || st=1
targets=$($MAKE -C "$builddir" -pn NOTHING-TO-MAKE 2>/dev/null |
	sed -n 's/^\([A-Za-z0-9_.-]*\):.*/\1/p' | sort -u)
example=$(printf '%s\n' "$targets" | sed -n 's/^run-//p' | head -n 1)

documented=$(printf '%s\n' "$help" | sed -n 's/^  make \([^ ]*\).*/\1/p')
[ -n "$documented" ] || { echo "make help lists nothing"; st=1; }
for target in $documented; do
	real=$(printf '%s\n' "$target" | sed "s/NAME/$example/")
	printf '%s\n' "$targets" | grep -qx -e "$real" ||
		{ echo "make help lists $target, which does not exist"; st=1; }
done
for target in $(cat "$srcdir"/Makefile.am "$srcdir"/*/*.mk |
	sed -n 's/^\.PHONY: //p'); do
	case $target in *'$'*) continue ;; esac
	printf '%s\n' "$documented" | grep -qx -e "$target" ||
		{ echo "$target is not in make help"; st=1; }
done
exit $st
