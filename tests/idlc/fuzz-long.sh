#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# The same as fuzz.sh for longer, with other seeds.
set -e
for seed in 2 3 4 5; do
	"$builddir/tests/idlc/mutants" 25000 $seed \
		"$srcdir/tests/idlc/wire.idl" "$srcdir/components/idl/sys.idl"
	"$builddir/tests/idlc/dispatch_fuzz" 2000000 $seed
	"$builddir/tests/idlc/probe_fuzz" 1000000 $seed
done
