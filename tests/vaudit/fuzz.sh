#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# Changed images and reports through the audit, under sanitizers. FUZZ_ROUNDS
# says how many of each (400).
folder=$builddir/examples/02-greeter
work=$builddir/tests/vaudit/fuzz.work
mkdir -p "$work" && cd "$work" || exit 99
exec timeout 200 "$builddir/tests/vaudit/fuzz" "${FUZZ_ROUNDS:-400}" \
	"$folder/image.elf" "$folder/kernel8.img" "$folder/parts/system.json"
