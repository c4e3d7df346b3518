/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * System calls, by number, and the operations of objects, by type.
 */
#include <vesper/kernel/kernel.h>

#define SVC_SIZE	4
#define ABI_TYPE_CAP	ABI_TYPE_NONE	/* of operations on any type */

static const struct {
	kernel_status (*function)(struct abi_vp *, const struct cap_view *);
	uint8_t type, right;
} operations[ABI_OPERATION_COUNT] = {
#define X(type, name, right, function, ...) \
	[ABI_##type##_##name] = { function, ABI_TYPE_##type, \
				  ABI_RIGHT_##right },
	ABI_OPERATIONS(X)
#undef X
};

static kernel_status operate(struct abi_vp *vp)
{
	static struct cap_view cap; /* not on the stack: this is its last use */
	uint64_t number = vp->context.x[8];
	kernel_status status = cap_look(vp_domain(vp), vp->context.x[0], &cap);

	if (status != OK) {
		/* All that can still be done with a stale capability. */
		if (status == E_STALE && number == ABI_CAP_DELETE)
			return cap_delete(vp, &cap);
		return status;
	}
	if (number - 1 >= ABI_OPERATION_COUNT - 1 ||
	    (operations[number].type != ABI_TYPE_CAP &&
	     operations[number].type != cap.type))
		return E_OPERATION;
	if ((operations[number].right & ~cap.rights) != 0)
		return E_RIGHTS;
	return operations[number].function(vp, &cap);
}

kernel_status operation_again(void)
{
	sched_request();
	return OPERATION_AGAIN;
}

kernel_status syscall_operate(struct abi_vp *vp)
{
	kernel_status status = operate(vp);

	kernel_assert(!VESPER_DEBUG || space_is_clean());
	return status;
}

kernel_status syscall_invoke(struct abi_vp *vp)
{
	kernel_status status = syscall_operate(vp);

	if (status == OPERATION_AGAIN)
		vp->context.pc -= SVC_SIZE;
	else
		call_end(vp, status);
	return NO_STATUS;
}

/* The SVC instruction is behind the pc already. */
RARE static kernel_status syscall_unknown(struct abi_vp *vp, uint32_t number)
{
	struct abi_fault fault = {
		.kind = ABI_FAULT_SYSCALL,
		.address = number,
		.pc = vp->context.pc - SVC_SIZE,
	};

	fault_raise(vp, &fault);
	return NO_STATUS;
}

static kernel_status (*const syscalls[])(struct abi_vp *) = {
#define X(name, function, ...) [ABI_SYS_##name] = function,
	ABI_STATUS_SYSCALLS(X)
#undef X
};

void syscall_run(struct abi_vp *vp, uint32_t number)
{
	call_done(vp, number < sizeof(syscalls) / sizeof(syscalls[0])
			      ? syscalls[number](vp)
			      : syscall_unknown(vp, number));
}
