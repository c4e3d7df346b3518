#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# A file that needs more than 800 lines holds more than one thing.
. "$srcdir/tests/lint/files"
set -f

files=$(list_files $code '*.idl' '*.sh' '*.mk' '*.m4' '*.am' '*.ac')
[ -n "$files" ] || fail "no files seen"
for file in $files; do
	lines=$(wc -l <"$srcdir/$file")
	[ "$lines" -le 800 ] || fail "$file: $lines lines"
done
exit $lint_status
