#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
# No figure of make bench is more than the longest path of what it measures.
[ -n "$QEMU" ] || exit 77
$MAKE -s --no-print-directory bench |
	sh "$srcdir/tests/kernel/cost.sh" bench
