#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# fuzz.sh [COUNT SEED]: mutants of good files through the compiler, 5,000 of them,
# and inputs through each generated dispatch: those of wire and of the conformance
# set, from its cases, and those of other libraries, whose servers are doubles. All
# under ASan and UBSan, the same in every run.
set -e
count=${1:-1} seed=${2:-1}
tests=$builddir/tests/idlc
language=$srcdir/tests/target/language
dir=$tests/fuzz.work
rm -rf "$dir"
mkdir -p "$dir/sys" "$dir/seeds"

"$tests/mutants" $((count * 5000)) $seed -I"$srcdir/components/idl" \
	-I"$language" "$srcdir/tests/idlc/wire.idl" \
	"$srcdir/components/idl/sys.idl" "$language/sys/block.idl" \
	"$language/probe.idl"
"$tests/dispatch_fuzz" $((count * 200000)) $seed
"$tests/probe_fuzz" $((count * 100000)) $seed
"$tests/conformance/host" --seeds "$dir/seeds"
"$tests/conformance/fuzz" $((count * 100000)) $seed "$dir"/seeds/*

# library NAME SOURCE: its header, its harness, and doubles of its servers.
library()
{
	"$IDLC" -I "$srcdir/components/idl" -I "$language" "--emit=$3" \
		-o "$dir/$1.$4" "$2"
}
for name in sys sys/block; do
	source=$language/$name.idl
	test $name != sys || source=$srcdir/components/idl/sys.idl
	library $name "$source" c idl.h
	library $name "$source" fuzz fuzz.c
	library $name "$source" doubles doubles.h
	printf '#define VESPER_DOUBLES\n#include <%s.doubles.h>\n' $name \
		>"$dir/$name.doubles.c"
	$HOST_CC -fsanitize=address,undefined -fno-sanitize-recover=all \
		-I"$dir" -I"$srcdir/kernel/include" \
		-I"$srcdir/runtime/include" \
		-I"$srcdir/runtime/arch/host/include" -o "$dir/$name.fuzz" \
		"$dir/$name.fuzz.c" "$dir/$name.doubles.c" \
		"$srcdir/tests/idlc/dispatch_fuzz.c" \
		"$srcdir/runtime/arch/host/call.c" \
		"$srcdir/runtime/arch/host/transfer.c"
	"$dir/$name.fuzz" $((count * 50000)) $seed
done
