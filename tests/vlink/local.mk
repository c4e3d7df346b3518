# SPDX-License-Identifier: BlueOak-1.0.0
#
# Tests of vlink: its messages, what it does with hostile input, whole builds.
include tests/vlink/fixtures.mk
TESTS += %D%/diagnostics.tap %D%/hostile.tap %D%/build.tap
EXTRA_DIST += %D%/build.tap %D%/diagnostics.tap %D%/hostile.tap %D%/elsewhere \
	$(VLINK_BAD_FIXTURES)
