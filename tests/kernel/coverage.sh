#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# coverage.sh SOURCE FOLDER: lines and branches of the kernel's core that its
# host tests reach, and which they do not. kernel_check() is left out: its
# other branches are broken kernels, of which tests/unit/kernel_check.c has one
# for each.
command -v gcovr >/dev/null || {
	echo 'coverage: install the package gcovr' >&2
	exit 1
}
source=$1
folder=$2
rm -rf "$folder"
sh "$source/tests/kernel/build.sh" "$source" "$folder" -O0 -g \
	--coverage -fdata-sections ||
	exit 1
cd "$folder" || exit 1
./unit >unit.log || { cat unit.log; exit 1; }
./product >product.log || { cat product.log; exit 1; }
./random 100000 && ./explore 2000 || exit 1
exec gcovr --root "$source" --filter "$source/kernel/core/" \
	--filter "$source/kernel/debug/" \
	--exclude '.*/check\.c' --exclude-throw-branches --print-summary \
	core | sed "s|$source/||"
