# SPDX-License-Identifier: BlueOak-1.0.0
#
# Unit tests on the host, with CUnit (CUNIT_CFLAGS, CUNIT_LIBS).
