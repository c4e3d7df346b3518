#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# How long a build takes: a whole one of examples/02-greeter, one after an edit
# of a source, of a manifest and of an interface, and one with nothing to do.
# Each the median of five, in ms; the target of an edit is 1,000.
dir=$builddir/tests/vlink/bench.work
rm -rf "$dir"
mkdir -p "$dir" && cd "$dir" || exit 99
cp "$srcdir"/examples/02-greeter/* .
chmod u+w ./*
status=0

once()
{
	begin=$(date +%s%N)
	$VLINK_BUILD greeter.system >log 2>&1 || { cat log; exit 1; }
	echo $((($(date +%s%N) - begin) / 1000000))
}

median()	# NAME TARGET COMMAND...
{
	name=$1
	target=$2
	shift 2
	for i in 1 2 3 4 5; do
		"$@" "$i"
		once
	done | sort -n | sed -n 3p >time
	printf '%s\t%s\t%s\n' "$name" "$(cat time)" "$target"
	[ "$target" = - ] || [ "$(cat time)" -le "$target" ] || status=1
}

all() { rm -rf parts; }
source() { echo "/* $1 */" >>server.c; }
manifest() { echo "// $1" >>greeter.system; }
interface() { sed -i "s/<= 2[0-9]*/<= $((255 + $1))/" greeter.idl; }
printf 'build\tms\ttarget\n'
median whole - all
median "edit of a source" 1000 source
median "edit of the manifest" 1000 manifest
median "edit of an interface" 1000 interface
median "no edit" 1000 true
exit $status
