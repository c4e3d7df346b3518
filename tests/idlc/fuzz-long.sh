#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# The same as fuzz.sh for longer, with other seeds; then, where clang has libFuzzer,
# the front end and the dispatches with it, a minute each, from the same seeds.
set -e
for seed in 2 3 4 5; do
	"$SHELL" "$srcdir/tests/idlc/fuzz.sh" 5 $seed
done

dir=$builddir/tests/idlc/fuzz.work
# An offset of 0 to no address at all is fine by the next C (WG14 N3322).
flags="-g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all
	-fno-sanitize=pointer-overflow"
if ! printf '#include <stddef.h>\n#include <stdint.h>\n%s\n' \
		'int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n)' \
		'{ return d && n > 4096; }' |
		clang $flags -x c -o "$dir/probe" - 2>/dev/null; then
	echo "clang has no libFuzzer: left out"
	exit 0
fi

# fuzz NAME CORPUS OPTION...: a minute, inputs of no more than 64 KiB.
fuzz()
{
	name=$1 corpus=$2
	shift 2
	"$dir/$name" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=10 \
		-max_len=65536 -artifact_prefix="$dir/" -verbosity=0 \
		-print_final_stats=1 "$@" "$corpus"
}

sources=
for file in "$srcdir"/idlc/*.c "$srcdir"/idlc/base/*.c; do
	case $file in
	*/main.c | */parse.c | */scan.c) ;;
	*) sources="$sources $file" ;;
	esac
done
for file in parse scan; do
	made=$builddir/idlc/$file.c
	test -e "$made" || made=$srcdir/idlc/$file.c
	sources="$sources $made"
done
mkdir -p "$dir/texts"
for file in "$srcdir/tests/idlc/wire.idl" "$srcdir/components/idl/sys.idl" \
	"$srcdir/tests/target/language/sys/block.idl" \
	"$srcdir/tests/target/language/probe.idl"; do
	cp "$file" "$dir/texts"
done
clang $flags -D_POSIX_C_SOURCE=200809L -I"$srcdir/idlc" -I"$builddir/idlc" \
	-I"$srcdir/kernel/include" -o "$dir/front" \
	"$srcdir/tests/idlc/front.c" $sources
IDL_INCLUDE=$srcdir/components/idl fuzz front "$dir/texts"

host="-I$srcdir/kernel/include -I$srcdir/runtime/include
	-I$srcdir/runtime/arch/host/include"
calls="$srcdir/runtime/arch/host/call.c $srcdir/runtime/arch/host/transfer.c"
clang $flags $host -I"$builddir/tests/idlc/conformance" -o "$dir/conformance" \
	"$builddir/tests/idlc/conformance/conformance.fuzz.c" \
	"$builddir/tests/idlc/conformance/server.c" "$srcdir/runtime/text.c" \
	$calls
fuzz conformance "$dir/seeds"
mkdir -p "$dir/words"
clang $flags $host -I"$builddir/tests/idlc" -o "$dir/wire" \
	"$builddir/tests/idlc/wire.fuzz.c" "$srcdir/tests/idlc/wire_echo.c" $calls
fuzz wire "$dir/words"
clang $flags $host -I"$builddir/tests/idlc" -o "$dir/probe.libfuzzer" \
	"$builddir/tests/idlc/probe.fuzz.c" "$srcdir/tests/idlc/probe_doubles.c" \
	$calls
fuzz probe.libfuzzer "$dir/words"
for name in sys sys/block; do
	clang $flags $host -I"$dir" -o "$dir/$name.libfuzzer" \
		"$dir/$name.fuzz.c" "$dir/$name.doubles.c" $calls
	fuzz "$name.libfuzzer" "$dir/words"
done
