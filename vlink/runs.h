/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Runs: the contents of zeroed pages as arithmetic sequences of words. A
 * translation table that maps n consecutive frames is one run of n words with
 * a step of a page; stored as pages, tables would double a small image.
 */
#ifndef VLINK_RUNS_H
#define VLINK_RUNS_H

#include <stddef.h>
#include <stdint.h>

#include <vesper/abi/boot.h>

/*
 * The runs of one page's bytes at physical address `address`: their number,
 * and if `runs` is not NULL up to `max` of them there.
 */
size_t runs_of_page(const uint8_t *bytes, uint64_t address,
		    struct abi_run *runs, size_t max);

/*
 * Apply runs to a copy of memory from `base`, `size` bytes long, as boot does.
 * Gives the index of the first run that leads outside, or `count`.
 */
size_t runs_apply(const struct abi_run *runs, size_t count, uint64_t base,
		  uint8_t *memory, uint64_t size);

#endif
