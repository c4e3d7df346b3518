#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# What a user has to write for the first two examples: the number of files, and
# of lines that are neither blank nor only a comment. More files than these in a
# folder (a Makefile, a linker script) are a failure too.
folder=${srcdir:-.}/examples
failed=0

# The user's files in example $1: what an in-tree build leaves is not theirs.
written()
{
	find "$folder/$1" -name parts -prune -o -type f ! -name 'serial.*' \
		! -name '*.elf' ! -name '*.img' ! -name '*.log' ! -name '*.trs' \
		-print
}

# check NAME FILES LINES
check()
{
	files=$(written "$1" | wc -l)
	lines=$(written "$1" | xargs cat | grep -Evc \
		'^[[:space:]]*($|//|/\*.*\*/[[:space:]]*$)')
	echo "$1: $lines lines in $files files (at most $3 in $2)"
	[ "$files" -eq "$2" ] && [ "$lines" -gt 0 ] && [ "$lines" -le "$3" ] ||
		failed=1
}

check 01-hello 2 15
check 02-greeter 4 45
exit $failed
