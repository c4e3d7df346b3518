#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# Every file that can hold a comment names its licence in its first lines.
. "$srcdir/tests/lint/files"
set -f

types="$code *.idl *.ld *.mk *.m4 *.am *.ac *.sh *.tap *.py *.gdb *.awk
*.component *.system *.manifest *.md *.tsv .gitignore .editorconfig
.clang-format"

has_licence()
{
	head -n 3 "$srcdir/$1" |
		grep -q 'SPDX-License-Identifier: BlueOak-1\.0\.0'
}

files=$(list_files $types)
[ -n "$files" ] || fail "no files seen"
for file in $files; do
	[ "$file" != LICENSE.md ] || continue
	has_licence "$file" || fail "$file: no SPDX line"
done
# Scripts without an extension are known by their first line.
for file in $(list_files '*'); do
	if head -n 1 "$srcdir/$file" | grep -aq '^#!'; then
		has_licence "$file" || fail "$file: no SPDX line"
	fi
done
exit $lint_status
