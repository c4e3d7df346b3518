# SPDX-License-Identifier: BlueOak-1.0.0
#
# What keeps the kernel and its manual right, beside the unit tests.

# ---- the manual ------------------------------------------------------------
check_PROGRAMS += %D%/manual
%C%_manual_SOURCES = %D%/manual.c
TESTS += %D%/manual.sh
EXTRA_DIST += %D%/manual.sh doc/kernel.md
