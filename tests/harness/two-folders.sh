#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# Two builds in two folders are equal, byte for byte: no image knows where it
# was built. The second build is made here, deeper and with a longer name.
work=$(mktemp -d "${TMPDIR:-/tmp}/vesper-two-folders.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
status=0
mkdir -p "$work/a/much/longer/name" && cd "$work/a/much/longer/name" || exit 99
# The flags in the environment are vlink's, not the user's for configure.
unset TARGET_CPPFLAGS TARGET_CFLAGS TARGET_LDFLAGS
eval "'$srcdir/configure' $("$builddir/config.status" --config)" \
	>configure.out 2>&1 || { tail -n 10 configure.out; exit 99; }
$MAKE -s all examples >make.out 2>&1 || { tail -n 10 make.out; exit 99; }
for image in examples/*/image.elf examples/*/kernel8.img kernel/kernel.elf; do
	cmp "$image" "$builddir/$image" || status=1
done
exit $status
