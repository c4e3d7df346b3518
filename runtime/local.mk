# SPDX-License-Identifier: BlueOak-1.0.0
#
# What is linked into each component. vlink compiles the components with it, so
# what it takes from here stands in SYSTEM_DEPS and EXTRA_DIST.
