# SPDX-License-Identifier: BlueOak-1.0.0
#
# The static linker, and the program that audits its images.
