#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# A release kernel has nothing of kernel/debug, nor of the architecture's: no
# function that is defined there is in it. (In a debug kernel some have become part
# of another.)
status=0

fail()
{
	echo "$*"
	status=1
}

functions=$(sed -n 's/^[a-zA-Z].*[ *]\([a-z_]*\)(.*[^;]$/\1/p' \
	"$srcdir"/kernel/debug/*.c "$srcdir"/kernel/arch/aarch64/debug/*.c |
	sort -u)
[ "$(echo "$functions" | wc -l)" -gt 20 ] || fail "too few functions are seen"
for kernel in kernel bench; do
	$TARGET_OBJDUMP -t kernel/$kernel.elf |
		sed -n 's/.* F \.text.*[ \t]\([a-z_]*\).*/\1/p' |
		sort -u >release.$kernel
done
for name in console_print debug_put; do
	grep -qx $name release.kernel || fail "$name is in no debug kernel"
done
for name in $functions; do
	! grep -qx "$name" release.bench || fail "$name is in a release kernel"
done
rm -f release.kernel release.bench
exit $status
