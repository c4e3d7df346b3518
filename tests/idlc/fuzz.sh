#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# Mutants of good files through the compiler, and inputs from a generator
# through a dispatch: both under ASan and UBSan, the same in every run.
set -e
"$builddir/tests/idlc/mutants" 5000 1 "$srcdir/tests/idlc/wire.idl" \
	"$srcdir/components/idl/sys.idl"
"$builddir/tests/idlc/dispatch_fuzz" 200000 1
"$builddir/tests/idlc/probe_fuzz" 100000 1
