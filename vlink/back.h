/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Numbers of the back end's messages; vlink's catalogue explains them. The
 * front end's are below 300.
 */
#ifndef VLINK_BACK_H
#define VLINK_BACK_H

enum back_error {
	BACK_ELF = 300,		/* a file cannot be read as ELF */
	BACK_NOTE = 301,	/* an interface note is malformed */
	BACK_NOTES_DIFFER = 302,/* two objects, two versions of an interface */
	BACK_WINDOWS = 303,	/* more windows than the address space has */
	BACK_SEGMENT = 304,	/* a segment that cannot be mapped */
	BACK_WX = 305,		/* writable and executable */
	BACK_WINDOW_FULL = 306,	/* an instance does not fit its windows */
	BACK_SYMBOL = 307,	/* a symbol that is needed is missing */
	BACK_FRAME = 308,	/* a frame with two owners */
	BACK_MEMORY = 309,	/* more memory than there is */
	BACK_IMAGE = 310,	/* a larger image than the limit */
	BACK_KERNEL = 311,	/* kernel.elf is not as the ABI says */
	BACK_MERGE = 312,	/* the files cannot be merged */
	BACK_WRITE = 313,	/* a file cannot be written */
	BACK_RANGE = 314,	/* vlink's own check of its tables failed */
	BACK_TLS = 315,		/* thread-local data that does not fit */
};

#endif
