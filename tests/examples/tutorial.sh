#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# What doc/tutorial.md quotes from a file stands in that file, in that order.
# A quotation is a block between ``` lines, after a line with the file's name.
awk -v top="${srcdir:-.}" '
	/^`[^`]*`:$/ { file = substr($0, 2, length($0) - 3) }
	/^```/ {
		inside = !inside
		if (inside && file == "") {
			print "line " NR ": a block of no file"
			bad = 1
		} else if (inside) {
			count = at = 0
			while ((getline text <(top "/" file)) > 0)
				line[++count] = text
			close(top "/" file)
			blocks++
		} else {
			file = ""
		}
		next
	}
	inside && $0 != "" {
		while (++at <= count && line[at] != $0)
			;
		if (at > count) {
			print "line " NR ": not in " file ": " $0
			bad = 1
		}
	}
	END {
		print blocks " quotations"
		exit bad || blocks < 5
	}' "${srcdir:-.}/doc/tutorial.md"
