/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Statuses. 0 is success; 1 and up are the error domain of the method that was
 * called; -1 to -63 are the system's and may be sent by a server; -64 and
 * below come from the kernel alone, which says so in x8 (see syscall.h).
 *
 * X(name, value, text): one list, from which come the enum, the names that the
 * tools print and the table in doc/kernel.md.
 */
#ifndef VESPER_ABI_STATUS_H
#define VESPER_ABI_STATUS_H

#define VESPER_STATUSES(X) \
	X(OK,		0,   "success") \
	X(E_SERVER,	-1,  "the server answered with an undeclared status") \
	X(E_METHOD,	-2,  "no such method in the interface") \
	X(E_ARGUMENT,	-3,  "a value outside of its type's range") \
	X(E_BOUNDS,	-4,  "a length or count over its bound") \
	X(E_BUFFER,	-5,  "a pointer outside of the connection's area") \
	X(E_ALIGN,	-6,  "a pointer that is not aligned for its type") \
	X(E_CAP,	-7,  "a capability of the wrong type, rights or interface") \
	X(E_TEXT,	-8,  "a string that is not UTF-8 where @utf8 asks for it") \
	X(E_RESULT,	-9,  "the server's results do not fit their types") \
	X(E_FULL,	-10, "a ring or queue is full") \
	X(E_END,	-11, "end of input") \
	X(E_STATE,	-12, "not possible in this state") \
	X(E_MEMORY,	-13, "no memory left for this") \
	X(E_UNSUPPORTED, -14, "not supported") \
	X(E_SLOT,	-64, "no such slot, or an empty one") \
	X(E_STALE,	-65, "the object of the capability is gone") \
	X(E_TYPE,	-66, "a capability for another type of object") \
	X(E_RIGHTS,	-67, "the capability lacks the right") \
	X(E_LEVEL,	-68, "the call would not go to a higher level") \
	X(E_STOPPED,	-69, "the server's domain is stopped") \
	X(E_FAULT,	-70, "the server faulted during the call") \
	X(E_LIMIT,	-71, "the portal's time limit passed") \
	X(E_CANCELLED,	-72, "the call or wait was cancelled") \
	X(E_OCCUPIED,	-73, "a landing slot is occupied") \
	X(E_NO_CALL,	-74, "no call to reply to") \
	X(E_IN_CALL,	-75, "not allowed inside a call") \
	X(E_OPERATION,	-76, "no such operation of this object") \
	X(E_VALUE,	-77, "an operation's argument outside of its range") \
	X(E_TIMEOUT,	-78, "the time of a wait is over") \
	X(E_EMPTY,	-79, "nothing there: no free slot, link or worker") \
	X(E_BUSY,	-80, "in use, or already done")

enum vesper_status_code {
#define X(name, value, text) name = value,
	VESPER_STATUSES(X)
#undef X
	/* Dispatch may send statuses from here up; below are the kernel's. */
	STATUS_SYSTEM_MIN = -63,
};

#endif
