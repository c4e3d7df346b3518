# SPDX-License-Identifier: BlueOak-1.0.0
#
# Unit tests on the host, with CUnit (CUNIT_CFLAGS, CUNIT_LIBS).

# ---- runtime; components have theirs beside them (vlink test) --------------
check_PROGRAMS += %D%/runtime_buffer %D%/runtime_heap %D%/runtime_text
TESTS += %D%/runtime_buffer %D%/runtime_heap %D%/runtime_text
%C%_runtime_buffer_SOURCES = %D%/runtime_buffer.c runtime/buffer.c
%C%_runtime_buffer_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/runtime/include \
	-I$(top_srcdir)/runtime/arch/host/include $(CUNIT_CFLAGS) \
	-DVESPER_DEBUG=0
%C%_runtime_buffer_LDADD = $(CUNIT_LIBS)
%C%_runtime_heap_SOURCES = %D%/runtime_heap.c runtime/heap.c
%C%_runtime_heap_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/runtime/include \
	-DVESPER_DEBUG=1 $(CUNIT_CFLAGS)
%C%_runtime_heap_LDADD = $(CUNIT_LIBS)
%C%_runtime_text_SOURCES = %D%/runtime_text.c runtime/text.c
%C%_runtime_text_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/runtime/include \
	$(CUNIT_CFLAGS)
%C%_runtime_text_LDADD = $(CUNIT_LIBS)

# ---- kernel ----------------------------------------------------------------
# The core, and arch/host, as libraries for these and the tests in tests/kernel;
# two, because state.ld tells the core's variables by their library.
# sched_yield() is also a function of the C library.
KERNEL_HOST_CPPFLAGS = $(AM_CPPFLAGS) -DVESPER_DEBUG=1 \
	-Dsched_yield=kernel_sched_yield -I$(top_srcdir)/kernel/arch/host
KERNEL_HOST_LINK = $(AM_LDFLAGS) \
	-Wl,-T,$(top_srcdir)/kernel/arch/host/state.ld
# Sanitized always: the tests take a second, and one overlooked write could
# make any of them lie.
KERNEL_SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all
kernel_host = \
	kernel/arch/host/fast.c kernel/arch/host/fast.h \
	kernel/arch/host/record.c kernel/arch/host/record.h \
	kernel/arch/host/run.c kernel/arch/host/world.c \
	kernel/arch/host/world.h
EXTRA_DIST += kernel/arch/host/state.ld

check_LIBRARIES += %D%/libkernel.a %D%/libworld.a
%C%_libkernel_a_SOURCES = $(kernel_core)
%C%_libkernel_a_CPPFLAGS = $(KERNEL_HOST_CPPFLAGS)
%C%_libkernel_a_CFLAGS = $(AM_CFLAGS) $(KERNEL_SANITIZE)
%C%_libworld_a_SOURCES = $(kernel_host)
%C%_libworld_a_CPPFLAGS = $(KERNEL_HOST_CPPFLAGS)
%C%_libworld_a_CFLAGS = $(AM_CFLAGS) $(KERNEL_SANITIZE)

check_PROGRAMS += %D%/kernel
TESTS += %D%/kernel
%C%_kernel_SOURCES = %D%/kernel.c %D%/kernel.h %D%/kernel_attack.c \
	%D%/kernel_attack.h %D%/kernel_attack_caps.c %D%/kernel_attack_ends.c %D%/kernel_block.c %D%/kernel_boot.c \
	%D%/kernel_budget.c %D%/kernel_builder.c %D%/kernel_builder.h \
	%D%/kernel_call.c %D%/kernel_cap.c %D%/kernel_check.c \
	%D%/kernel_console.c %D%/kernel_debug.c %D%/kernel_event.c \
	%D%/kernel_factory.c %D%/kernel_made.c \
	%D%/kernel_fault.c %D%/kernel_fp.c %D%/kernel_heap.c \
	%D%/kernel_irq.c %D%/kernel_layers.c \
	%D%/kernel_panic.c %D%/kernel_recovery.c %D%/kernel_region.c \
	%D%/kernel_restart.c %D%/kernel_sched.c %D%/kernel_stale.c \
	%D%/kernel_syscall.c %D%/kernel_transfer.c \
	%D%/kernel_vp.c %D%/kernel_waiters.c
%C%_kernel_CPPFLAGS = $(KERNEL_HOST_CPPFLAGS) $(CUNIT_CFLAGS)
%C%_kernel_CFLAGS = $(AM_CFLAGS) $(KERNEL_SANITIZE)
%C%_kernel_LDADD = %D%/libworld.a %D%/libkernel.a $(CUNIT_LIBS)
%C%_kernel_LDFLAGS = $(KERNEL_HOST_LINK) $(KERNEL_SANITIZE)
%C%_kernel_DEPENDENCIES = %D%/libworld.a %D%/libkernel.a \
	kernel/arch/host/state.ld
