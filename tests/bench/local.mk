# SPDX-License-Identifier: BlueOak-1.0.0
#
# Systems that measure. Each folder with a .system file stands in
# BENCH_SYSTEMS, its files in EXTRA_DIST.
EXTRA_DIST += %D%/targets.tsv %D%/figures.tap

