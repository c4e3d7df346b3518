#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# Kernel, runtime, vlink and generated code share the ABI, the headers of
# kernel/include/vesper/abi, and nothing else crosses those borders: outside
# kernel/ no other header of kernel/ is included (nor printed into generated
# code), and the kernel includes no header of anyone's. What vlink and idlc print
# is a part of a component, and may include the runtime's headers. The audit has
# no file, library or folder of headers in common with what it audits.
. "$srcdir/tests/lint/files"
set -f

# Prints "line name" for each include in file $1, those in strings too unless
# pattern $2 wants the '#' in front.
includes()
{
	awk -v first="$2" '$0 ~ first && match($0, /#[ \t]*include[ \t]*\\?[<"][^>"\\]+/) {
		name = substr($0, RSTART, RLENGTH)
		sub(/^[^<"]*[<"]/, "", name)
		print FNR, name
	}' "$srcdir/$1"
}

# Is header $2, as included by file $1, one of folder $3?
is_of()
{
	case $1 in
	$3/*) [ ! -f "$srcdir/${1%/*}/$2" ] || return 0 ;;
	*) [ ! -f "$srcdir/${1%/*}/$2" ] || return 1 ;;
	esac
	list_files "$3/*.h" | grep -q "/$2\$"
}

# No file of folder $1 may include what only folder $2 has; pattern $3 as above.
forbid()
{
	for file in $(list_files "$1/*.[chS]" "$1/*.[ly]"); do
		includes "$file" "$3" | while read -r line name; do
			case $name in vesper/abi/*) continue ;; esac
			[ ! -f "$srcdir/$1/include/$name" ] || continue
			! is_of "$file" "$name" "$2" || is_of "$file" "$name" "$1" ||
				echo "$file:$line: $name belongs to $2/"
		done
	done
}

[ -n "$(list_files 'kernel/include/vesper/abi/*.h')" ] || fail "no ABI seen"
found=$(
	for folder in runtime vlink idlc components examples; do
		forbid $folder kernel
		forbid kernel $folder
	done
	forbid runtime vlink
	forbid vlink runtime '^[ \\t]*#'
	forbid idlc vlink
	for folder in kernel runtime vlink idlc; do
		forbid vaudit $folder
		forbid $folder vaudit
	done
	for file in $(list_files 'vaudit/*.mk'); do
		awk -v file="$file" '{ sub(/#.*/, "") }
			/(vlink|idlc|kernel|runtime)\/|_LDADD|-I/ {
				print file ":" FNR ": the audit takes from others"
			}' "$srcdir/$file"
	done
)
[ -z "$found" ] || fail "$found"
exit $lint_status
