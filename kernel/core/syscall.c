/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * System calls, by number, and the operations of objects, by type.
 */
#include <vesper/kernel/kernel.h>

#define SVC_SIZE	4
#define ABI_TYPE_CAP	ABI_TYPE_NONE	/* of operations on any type */

/* A release kernel has no debug object: no key has this type then. */
#define TYPE_OF(type) \
	(VESPER_DEBUG || ABI_TYPE_##type != ABI_TYPE_DEBUG ? ABI_TYPE_##type \
							   : ABI_TYPE_COUNT)

/* Of a capability's key, the bits `mask` are to be as in `wanted`. */
static const struct {
	kernel_status (*function)(struct abi_vp *, const struct cap_view *);
	uint32_t wanted, mask;
} operations[ABI_OPERATION_COUNT] = {
	[ABI_OPERATION_NONE] = { .mask = KEY_TYPE(UINT8_MAX) },
#define X(type, name, right, function, ...) \
	[ABI_##type##_##name] = { \
		TYPE_OF(type) != ABI_TYPE_COUNT ? function : NULL, \
		KEY_TYPE(TYPE_OF(type)) | KEY_RIGHTS(ABI_RIGHT_##right), \
		KEY_TYPE(ABI_TYPE_##type != ABI_TYPE_CAP ? UINT8_MAX : 0) | \
			KEY_RIGHTS(ABI_RIGHT_##right) },
	ABI_OPERATIONS(X)
#undef X
};

/* Not in the function that calls it, where it would stand twice: behind a grant
 * as well. */
__attribute__((noinline)) static kernel_status
operate(struct abi_vp *vp, const struct cap_view *cap)
{
	uint64_t number = vp->context.x[8];
	uint64_t wrong;

	if (number >= ABI_OPERATION_COUNT)
		return E_OPERATION;
	wrong = (cap->key ^ operations[number].wanted) & operations[number].mask;
	if (wrong == 0)
		return operations[number].function(vp, cap);
	return (wrong & KEY_TYPE(UINT8_MAX)) != 0 ? E_OPERATION : E_RIGHTS;
}

kernel_status syscall_operate(struct abi_vp *vp)
{
	static struct cap_view cap; /* not on the stack: this is its last use */
	kernel_status status =
		cap_lookup(vp_domain(vp), vp->context.x[0], &cap);

	/* With a stale one all that can still be done is to delete it. */
	if (status == OK ||
	    (status == E_STALE && vp->context.x[8] == ABI_CAP_DELETE))
		status = operate(vp, &cap);
	kernel_assert(!VESPER_DEBUG || space_is_clean());
	return status;
}

kernel_status operation_again(void)
{
	sched_request();
	return OPERATION_AGAIN;
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
	vp_domain(vp)->fault = (struct abi_fault){
		.kind = ABI_FAULT_SYSCALL,
		.address = number,
		.pc = vp->context.pc - SVC_SIZE,
	};
	*fault_place(vp) = vp->context;
	if (fault_take(vp))
		call_clear(vp);
	return NO_STATUS;
}

static kernel_status (*const syscalls[])(struct abi_vp *) = {
#define X(name, function, ...) [ABI_SYS_##name] = function,
	ABI_STATUS_SYSCALLS(X)
#undef X
};

void syscall_run(struct abi_vp *vp, uint32_t number)
{
	/* Those without capabilities have no fields. */
	if (number == ABI_SYS_CALL || number == ABI_SYS_REPLY)
		vp->context.x[8] &= ABI_METHOD_MASK;
	call_return(vp, number < sizeof(syscalls) / sizeof(syscalls[0])
			      ? syscalls[number](vp)
			      : syscall_unknown(vp, number));
}
