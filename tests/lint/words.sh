#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# Code says what it does, not what it will do one day; and no file knows the
# folder of whoever wrote it.
. "$srcdir/tests/lint/files"
set -f

files=$(list_files $code '*.idl' '*.sh' '*.mk' '*.m4' '*.am' '*.ac' '*.md')
[ -n "$files" ] || fail "no files seen"
unfinished='TO''DO|FIX''ME|not impl''emented|stub for n''ow'
for file in $files; do
	found=$(cd "$srcdir" && grep -nHE "$unfinished" "$file")
	[ -z "$found" ] || fail "$found"
	found=$(cd "$srcdir" && grep -nHE '(^|[^a-z])/(home|root|work)/' "$file")
	[ -z "$found" ] || fail "$found"
done
exit $lint_status
