# SPDX-License-Identifier: BlueOak-1.0.0
#
# The kernel, linked once for all systems (kernel/kernel.elf), and its core for
# the host (arch/host) as a library for the unit tests.
