#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# fuzz.sh SOURCE FOLDER SECONDS: the kernel under libFuzzer, with ASan and
# UBSan; a sequence that fails stands in FOLDER/crash-*.
CC=${FUZZ_CC:-clang}
command -v "$CC" >/dev/null || {
	echo 'fuzz-kernel: install the packages clang and libclang-rt-14-dev' >&2
	exit 1
}
source=$1
folder=$2
flags='-g -O1 -fsanitize=address,undefined,fuzzer-no-link
	-fno-sanitize-recover=all'
export CC
sh "$source/tests/kernel/build.sh" "$source" "$folder" $flags || exit 1
cd "$folder" || exit 1
mkdir -p corpus
"$CC" -std=gnu11 $flags -fsanitize=fuzzer -I"$source/kernel/include" \
	-o fuzz "$source/tests/kernel/fuzz.c" rest/model*.o rest/pair*.o \
	rest/hash.o rest/fast.o rest/record.o rest/run.o rest/world.o \
	libkernel.a "-Wl,-T,$source/kernel/arch/host/state.ld" || exit 1
exec ./fuzz -max_total_time="$3" -max_len=3072 -print_final_stats=1 corpus
