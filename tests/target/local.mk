# SPDX-License-Identifier: BlueOak-1.0.0
#
# Systems that test the kernel and each other under QEMU. Each folder with a
# .system file stands in TEST_SYSTEMS, its files in EXTRA_DIST.
