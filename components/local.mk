# SPDX-License-Identifier: BlueOak-1.0.0
#
# Drivers, services and the shared interfaces: vlink compiles them, so their
# files stand in SYSTEM_DEPS and EXTRA_DIST.
