# SPDX-License-Identifier: BlueOak-1.0.0
#
# The compiler: a library, which the unit tests link too, and main.c.
# idlc/base is shared with vlink.
