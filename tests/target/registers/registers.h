/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What is put in registers, so that it is known where it was: a tag in the
 * upper 16 bits, the register's number in the lower. For C and assembly.
 */
#ifndef TEST_REGISTERS_H
#define TEST_REGISTERS_H

#define TAG_CLIENT	0xc11e
#define TAG_SERVER	0x5e4e
#define TAG_OTHER	0x07e4
#define TAG_HANDLER	0xa4d1

/* Operations of the server. */
#define PROBE_DUMP	1	/* keep all registers, fill them, reply */
#define PROBE_SEEN	2	/* reply w1 = word w1 of what was kept */
#define PROBE_LINGER	3	/* let others run, then reply */
#define PROBE_FAULT	4	/* fill all registers, then fault */
#define PROBE_MEND	5	/* fill all registers, then fault; go on */
#define PROBE_ODD	6	/* the same by a system call that there is not */
#define LINGER_YIELDS	8
#define ODD_CALL	0x3f

/* A dump in words: x0 to x30, then these. */
#define DUMP_FLAGS	31	/* NZCV */
#define DUMP_SP		32
#define DUMP_TLS	33
#define DUMP_PC		34	/* the first instruction that sees them */
#define DUMP_WORDS	36	/* even */

/* What PROBE_SEEN tells: words of the server's dump, from SEEN_HANDLER on of its
 * fault handler's; and the first word of who has lingered last. */
#define SEEN_HANDLER	DUMP_WORDS
#define SEEN_LINGER	(2 * DUMP_WORDS)

#endif
