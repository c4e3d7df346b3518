# SPDX-License-Identifier: BlueOak-1.0.0
#
# The tests. make check runs what TESTS names: .sh and host programs directly,
# .elf and .img as images under QEMU.
include tests/unit/local.mk
include tests/target/local.mk
include tests/bench/local.mk
