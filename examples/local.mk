# SPDX-License-Identifier: BlueOak-1.0.0
#
# Numbered small systems. Each stands in EXAMPLES by the name of its folder, and
# its files in EXTRA_DIST; make examples, run-NAME and debug-NAME follow from it.
