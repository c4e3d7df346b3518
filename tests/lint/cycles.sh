#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# No header includes itself through others. A name is looked for beside the
# includer, then below every folder from which the build includes; arch/host
# and arch/aarch64 hold the same names, so each is walked on its own.
. "$srcdir/tests/lint/files"
set -f

walk()
{
	list_files '*.h' | grep -v "/arch/$1/" | awk -v top="$srcdir" '
		{ known[$0] = 1; header[++headers] = $0 }
		END {
			for (i = 1; i <= headers; i++)
				read_includes(header[i])
			for (i = 1; i <= headers; i++)
				visit(header[i], header[i])
			exit bad
		}
		function read_includes(file,   text, name, folder) {
			folder = file
			sub(/[^\/]*$/, "", folder)
			while ((getline text <(top "/" file)) > 0) {
				if (text !~ /^[ \t]*#[ \t]*include[ \t]*[<"]/)
					continue
				name = text
				sub(/^[^<"]*[<"]/, "", name)
				sub(/[>"].*/, "", name)
				name = resolve(folder, name)
				if (name != "")
					edges[file] = edges[file] " " name
			}
			close(top "/" file)
		}
		function ends(text, tail) {
			return index(text, tail) &&
				substr(text, length(text) - length(tail) + 1) \
				== tail
		}
		function resolve(folder, name,   other) {
			if ((folder name) in known)
				return folder name
			for (other in known)
				if (ends(other, "/" name))
					return other
			return ""
		}
		function visit(file, path,   count, next_ones, i) {
			if (state[file] == "done")
				return
			if (state[file] == "open") {
				print "include cycle: " path
				bad = 1
				return
			}
			state[file] = "open"
			count = split(edges[file], next_ones, " ")
			for (i = 1; i <= count; i++)
				visit(next_ones[i], path " -> " next_ones[i])
			state[file] = "done"
		}'
}

[ -n "$(list_files '*.h')" ] || fail "no headers seen"
walk host || fail "headers of the target have a cycle"
walk aarch64 || fail "headers of the host have a cycle"
exit $lint_status
