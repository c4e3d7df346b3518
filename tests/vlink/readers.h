/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What vlink reads that neither it nor a person has just written: each kind of
 * file with the code that reads it, for the fuzzers.
 */
#ifndef TEST_VLINK_READERS_H
#define TEST_VLINK_READERS_H

#include <stddef.h>
#include <stdint.h>

struct file_reader {
	const char *name;
	void (*read)(const char *path);
};

extern const struct file_reader readers[];
extern const unsigned readers_count;

/* NULL if there is none of this name. */
const struct file_reader *reader_named(const char *name);

/* Run the reader on these bytes, by a file of the current folder. */
void reader_run(const struct file_reader *reader, const uint8_t *bytes,
		size_t size);

#endif
