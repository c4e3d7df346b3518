#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# Changed manifests through the front end, under sanitizers. FUZZ_ROUNDS says
# how many of each file (60).
dir=$builddir/tests/vlink/fuzz-work
rm -rf "$dir"
mkdir -p "$dir/library" || exit 99
cp -R "$srcdir"/components/* "$srcdir"/board/* "$dir/library" || exit 99
: >"$dir/none.c"
exec "$builddir/tests/vlink/fuzz" "${FUZZ_ROUNDS:-60}" "$dir" \
	"$srcdir"/examples/*/*.system "$srcdir"/tests/target/*/*.system \
	"$srcdir"/tests/vlink/bad/policy*.system \
	"$srcdir"/tests/vlink/bad/setting*.system \
	"$srcdir"/components/*/*.component "$srcdir"/board/*/*.board
