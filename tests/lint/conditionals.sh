#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# Generic code has no conditional compilation: what differs by machine stands
# in arch/ and board/ under the same names, what differs by configuration is a
# value in an ordinary 'if'. A header may have its guard, and a part that the
# assembler must not see.
. "$srcdir/tests/lint/files"
set -f

# Prints the conditionals of file $1 other than those.
conditionals()
{
	awk -v name="$1" '
		!/^[ \t]*#[ \t]*(if|ifdef|ifndef|elif)([^a-z]|$)/ { next }
		name ~ /\.h$/ && /ifndef[ \t]+[A-Z0-9_]+_H_?[ \t]*$/ && !guard++ {
			next
		}
		name ~ /\.h$/ && /__ASSEMBLER__/ { next }
		{ print name ":" FNR ": " $0 }' "$srcdir/$1"
}

files=$(list_files 'kernel/*.[ch]' 'runtime/*.[ch]' 'components/*.[ch]' \
	'idlc/*.[ch]' 'vlink/*.[ch]')
[ -n "$files" ] || fail "no files seen"
for file in $files; do
	case $file in
	*/arch/* | */board/*) continue ;;
	esac
	found=$(conditionals "$file")
	[ -z "$found" ] || fail "$found"
done
exit $lint_status
