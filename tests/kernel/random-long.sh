#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
# Kernel and second model over ten million steps, and many more states.
"$builddir/tests/kernel/random" 10000000 2024 &&
	"$builddir/tests/kernel/explore" 60000
