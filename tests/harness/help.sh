#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# make help lists what there is: each phony target of the makefiles' own is in
# the list, unless make clean or the like calls it (clean-*), and each target in
# the list is in the Makefile.
cd "$builddir" || exit 99
failed=0
help=$($MAKE -s --no-print-directory help) || exit 1
listed=$(echo "$help" | sed -n 's/^  make \([a-zA-Z-]*\) .*/\1/p')
phony=$(cat "$srcdir"/build-aux/*.mk "$srcdir"/*/*.mk "$srcdir"/tests/*/*.mk |
	sed -n 's/^\.PHONY: *//p' | grep -v '\$')
[ -n "$phony" ] && [ -n "$listed" ] || exit 1
for target in $phony; do
	case $target in clean-*) continue ;; esac
	echo "$listed" | grep -qx -e "$target" || {
		echo "make help does not list '$target'"
		failed=1
	}
done
for target in $listed; do
	case $target in *-NAME) continue ;; esac
	grep -Eq "^([a-z-]+ )*$target( [a-z-]+)*:" Makefile || {
		echo "make help lists '$target', which is not there"
		failed=1
	}
done
exit $failed
