/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Takes one picture: 100 bytes of 3, and a file.
 */
#include <component.h>

int main(void)
{
	struct vesper_buf_in frame = out_buffer_in(100, 1);
	uint8_t *bytes = vesper_buf_in_data(frame);
	uint32_t taken = 0, written = 0;

	if (!bytes)
		return 1;
	for (uint32_t i = 0; i < 100; i++)
		bytes[i] = 3;
	if (design_frames_next(out, frame, &taken) != OK ||
	    design_files_write(files, 1, &written) != OK)
		return 1;
	return design_log_put(log, taken + written);
}
