#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# fuzz_cover.sh SOURCE BUILD FOLDER SECONDS: what vlink and vaudit read, each
# reader for so long, under libFuzzer with ASan and UBSan. It begins with the
# files of examples/02-greeter; an input that fails stands in FOLDER/crash-*.
CC=${FUZZ_CC:-clang}
command -v "$CC" >/dev/null || {
	echo 'fuzz-vlink: install the packages clang and libclang-rt-14-dev' >&2
	exit 1
}
source=$1
build=$2
folder=$3
seconds=$4
example=$build/examples/02-greeter
mkdir -p "$folder/library" && cd "$folder" || exit 1
cp -R "$source"/components/* "$source"/board/* library
flags='-std=gnu11 -g -O1 -fsanitize=address,undefined,fuzzer
	-fno-sanitize-recover=all -w'
sources=
for file in "$source"/vlink/*.c "$build"/vlink/*.c "$source"/idlc/base/*.c; do
	case $file in
	*/main.c | */command_*.c) ;;
	*) sources="$sources $file" ;;
	esac
done
if [ ! -x readers ] || [ ! -x audit ]; then
	"$CC" $flags -I"$build/vlink" -I"$source/vlink" -I"$source/idlc" \
		-I"$source/kernel/include" -o readers \
		"$source/tests/vlink/readers.c" \
		"$source/tests/vlink/fuzz_cover.c" $sources -lelf || exit 1
	audit=$(ls "$source"/vaudit/*.c | grep -v '/main\.c$')
	"$CC" $flags -I"$source/vaudit" -I"$source/kernel/include" -o audit \
		"$source/tests/vaudit/fuzz_cover.c" $audit || exit 1
fi
status=0
run()	# NAME PROGRAM FILE...
{
	mkdir -p "corpus-$1"
	name=$1
	program=$2
	shift 2
	for seed; do
		cp "$seed" "corpus-$name/seed-$(basename "$seed")"
	done
	"./$program" -max_total_time="$seconds" -max_len=400000 -timeout=20 \
		-rss_limit_mb=4096 "corpus-$name" >"$name.log" 2>&1 || status=1
	echo "$name: $(grep -a 'cov:' "$name.log" | tail -n 1 | cut -c1-70)"
	grep -a 'ERROR\|SUMMARY\|result .* with' "$name.log"
}
run_reader()	# READER FILE...
{
	READER=$1
	export READER
	name=$1
	shift
	run "$name" readers "$@"
}
export SYSTEM
run_reader manifest "$source"/examples/*/*.system \
	"$source"/components/*/*.component
run_reader object "$example/parts/obj/client/client.o"
run_reader archive "$example/parts/obj/client/client.o"
run_reader calls "$example"/parts/obj/client/*.ci
run_reader saved "$example/parts/system.json"
run_reader image "$example/kernel8.img"
run_reader executable "$example/parts/elf/client.elf"
SYSTEM=$example/parts/system.json
run audit audit "$example/kernel8.img" "$example/image.elf"
unset SYSTEM
run json audit "$example/parts/system.json"
exit $status
