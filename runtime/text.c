/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Texts: strings that are put together in a room of fixed size. What does not
 * fit is cut and reported, never written; the NUL behind the text is kept.
 */
#include <vesper/memory.h>
#include <vesper/text.h>

bool vesper_text_append(struct vesper_text *text, struct vesper_string string)
{
	uint32_t room = text->max - text->size;
	uint32_t size = string.size < room ? string.size : room;

	memcpy(text->data + text->size, string.data, size);
	text->size += size;
	text->data[text->size] = '\0';
	return size == string.size;
}

bool vesper_text_append_number(struct vesper_text *text, uint64_t number,
			       unsigned base)
{
	char digits[64];
	uint32_t i = sizeof(digits);

	do {
		digits[--i] = "0123456789abcdef"[number % base];
		number /= base;
	} while (number != 0);
	return vesper_text_append(text, (struct vesper_string){
		digits + i, (uint32_t)sizeof(digits) - i });
}
