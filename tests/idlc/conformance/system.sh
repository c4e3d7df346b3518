# SPDX-License-Identifier: BlueOak-1.0.0
#
# Read by conformance.tap and conformance_clang.tap: the system of the
# conformance set in a folder of its own, $dir.
if [ -z "$QEMU" ]; then
	[ "$CI" != true ] || { echo "Bail out! no QEMU"; exit 99; }
	echo "1..0 # SKIP no qemu-system-aarch64"
	exit 0
fi
source=$srcdir/tests/idlc/conformance
made=$builddir/tests/idlc/conformance
mkdir -p "$dir" || exit 99
cp "$source/conform_target.c" "$source/conform_caps.c" "$source/conform_told.c" \
	"$source/conform_teller.c" \
	"$source/conformance.c" "$source/conformance.h" \
	"$source/conformance.system" "$srcdir/tests/target/tap/tap.c" \
	"$srcdir/tests/target/tap/tap.h" "$made/conformance.idl" \
	"$made/cases.c" "$made/server.c" "$dir" || exit 99
chmod -R u+w "$dir"

# What the command after it printed, if that failed.
must() # COMMAND...
{
	"$@" >"$dir/log" 2>&1 || {
		sed 's/^/# /' "$dir/log"
		echo "Bail out! it does not build"
		exit 1
	}
}
