/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Methods of a taker, which has them without stubs: what comes in x8 is what is
 * tested. Words and results are as in capability.idl.
 */
#ifndef CAPABILITY_TAKER_H
#define CAPABILITY_TAKER_H

enum taker_method {
	TAKER_PING = 1,		/* w1 = TAKER_VALUE */
	TAKER_LOOK,		/* w1 = x8, w2 type, w3 rights, w4 interface and
				   w5 status of a ping through what landed */
	TAKER_KEEP,		/* move it to slot w1; w1 = status */
	TAKER_USE,		/* w1 = status of a ping through slot w1 */
	TAKER_REFUSE,		/* reply E_STATE */
	TAKER_GIVE,		/* reply with slot w1 by mode w2 */
	TAKER_FAULT,
};

#define TAKER_VALUE	0x600d

#endif
