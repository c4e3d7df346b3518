#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# build.sh SOURCE FOLDER FLAGS...: the kernel's host tests by another compiler or
# with other flags than make's, for coverage, mutation and fuzzing: the programs
# unit, product, random and explore in FOLDER. CC is the compiler.
source=$1
folder=$2
shift 2
mkdir -p "$folder/core" "$folder/rest" || exit 1
cd "$folder" || exit 1

flags="-std=gnu11 -DVESPER_DEBUG=1 -Dsched_yield=kernel_sched_yield
	-I$source/kernel/include -I$source/kernel/arch/host"

compile()
{
	(cd "$1" && shift && ${CC:-cc} $flags "$@") || exit 1
}

# shellcheck disable=SC2086
link()
{
	${CC:-cc} $flags "$@" libkernel.a \
		"-Wl,-T,$source/kernel/arch/host/state.ld"
}

rm -f core/*.o rest/*.o	# of files that are gone, too
compile core "$@" -c "$source"/kernel/core/*.c "$source"/kernel/debug/*.c
compile rest "$@" -c "$source"/kernel/arch/host/*.c \
	"$source"/tests/unit/kernel*.c "$source"/tests/kernel/model*.c \
	"$source"/tests/kernel/pair*.c "$source"/tests/kernel/hash.c \
	"$source"/tests/kernel/random.c "$source"/tests/kernel/explore.c \
	"$source"/tests/kernel/product*.c
rm -f libkernel.a
ar cr libkernel.a core/*.o || exit 1
world='rest/fast.o rest/record.o rest/run.o rest/world.o'
pair="rest/model*.o rest/pair*.o rest/hash.o $world"
link "$@" -o unit rest/kernel*.o $world -lcunit &&
	link "$@" -o product rest/product*.o $world &&
	link "$@" -o random rest/random.o $pair &&
	link "$@" -o explore rest/explore.o $pair
