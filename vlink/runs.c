/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Runs (see runs.h): compression of pages, expansion as boot does it, and the
 * image's table of them, sorted by address, the early pages' first.
 */
#include "runs.h"

#include <string.h>

#include "layout.h"

#define WORDS (ABI_PAGE_SIZE / 8)

static uint64_t word_at(const uint8_t *bytes, size_t index)
{
	uint64_t word;

	memcpy(&word, bytes + 8 * index, sizeof word);
	return word;
}

/* The longest run from word `first` on. A zero word ends it: it is there. */
static struct abi_run run_from(const uint8_t *bytes, size_t first)
{
	struct abi_run run = { .value = word_at(bytes, first), .count = 1 };
	uint64_t last = run.value;

	for (size_t i = first + 1; i < WORDS; i++) {
		uint64_t word = word_at(bytes, i);
		uint64_t step = word - last;

		if (word == 0 || step > UINT32_MAX ||
		    (run.count > 1 && step != run.step))
			break;
		run.step = (uint32_t)step;
		run.count++;
		last = word;
	}
	return run;
}

size_t runs_of_page(const uint8_t *bytes, uint64_t address,
		    struct abi_run *runs, size_t max)
{
	size_t count = 0;

	for (size_t i = 0; i < WORDS; i++) {
		struct abi_run run;

		if (word_at(bytes, i) == 0)
			continue;
		run = run_from(bytes, i);
		run.address = address + 8 * i;
		if (runs && count < max)
			runs[count] = run;
		count++;
		i += run.count - 1;
	}
	return count;
}

size_t runs_apply(const struct abi_run *runs, size_t count, uint64_t base,
		  uint8_t *memory, uint64_t size)
{
	for (size_t i = 0; i < count; i++) {
		uint64_t offset = runs[i].address - base;
		uint64_t value = runs[i].value;

		if (runs[i].address < base || offset > size ||
		    (uint64_t)runs[i].count * 8 > size - offset)
			return i;
		for (uint32_t n = 0; n < runs[i].count; n++) {
			memcpy(memory + offset + 8 * (uint64_t)n, &value, 8);
			value += runs[i].step;
		}
	}
	return count;
}

/*
 * All runs of the zeroed pages. What does not fit the reserved room is only
 * counted: the caller reserves more and starts again.
 */
void layout_runs(struct layout *layout)
{
	size_t count = 0;

	layout->early_runs = 0;
	for (uint32_t i = layout->stored; i < layout->pages.count; i++) {
		const struct page *page = &layout->pages.items[i];
		uint64_t address = ABI_LOAD_ADDRESS +
			(uint64_t)i * ABI_PAGE_SIZE;
		size_t room = count < layout->runs_room ?
			layout->runs_room - count : 0;

		if (page->bytes)
			count += runs_of_page(page->bytes, address,
					      room ? layout->runs + count :
					      NULL, room);
		if (i + 1 == layout->stored + layout->early)
			layout->early_runs = count;
	}
	layout->runs_count = count;
}
