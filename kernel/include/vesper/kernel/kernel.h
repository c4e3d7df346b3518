/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The kernel, for its own files: what each of them does for the others, a header
 * for each. All of them are compiled as one (decision 0011), so that a list of
 * its own at the head of each would say nothing that a compiler or a reader uses.
 */
#ifndef VESPER_KERNEL_KERNEL_H
#define VESPER_KERNEL_KERNEL_H

#include <vesper/kernel/object.h>

#include <vesper/abi/descriptor.h>
#include <vesper/abi/memory.h>
#include <vesper/abi/syscall.h>
#include <vesper/kernel/arch.h>
#include <vesper/kernel/board.h>
#include <vesper/kernel/budget.h>
#include <vesper/kernel/call.h>
#include <vesper/kernel/cap.h>
#include <vesper/kernel/check.h>
#include <vesper/kernel/console.h>
#include <vesper/kernel/domain.h>
#include <vesper/kernel/event.h>
#include <vesper/kernel/factory.h>
#include <vesper/kernel/fault.h>
#include <vesper/kernel/fp.h>
#include <vesper/kernel/heap.h>
#include <vesper/kernel/irq.h>
#include <vesper/kernel/list.h>
#include <vesper/kernel/operation.h>
#include <vesper/kernel/panic.h>
#include <vesper/kernel/pool.h>
#include <vesper/kernel/recovery.h>
#include <vesper/kernel/region.h>
#include <vesper/kernel/report.h>
#include <vesper/kernel/restart.h>
#include <vesper/kernel/sched.h>
#include <vesper/kernel/space.h>
#include <vesper/kernel/syscall.h>
#include <vesper/kernel/transfer.h>
#include <vesper/kernel/vp.h>

#endif
