# SPDX-License-Identifier: BlueOak-1.0.0
#
# The kernel, linked once for all systems (kernel/kernel.elf).

kernel_core = \
	%D%/core/boot.c \
	%D%/core/budget.c \
	%D%/core/call.c \
	%D%/core/cap.c \
	%D%/core/domain.c \
	%D%/core/event.c \
	%D%/core/factory.c \
	%D%/core/fault.c \
	%D%/core/fp.c \
	%D%/core/grant.c \
	%D%/core/heap.c \
	%D%/core/irq.c \
	%D%/core/panic.c \
	%D%/core/pool.c \
	%D%/core/recovery.c \
	%D%/core/region.c \
	%D%/core/restart.c \
	%D%/core/sched.c \
	%D%/core/space.c \
	%D%/core/syscall.c \
	%D%/core/transfer.c \
	%D%/core/vp.c \
	%D%/debug/check.c \
	%D%/debug/console.c \
	%D%/debug/object.c \
	%D%/debug/report.c

kernel_headers = \
	%D%/include/vesper/kernel/arch.h \
	%D%/include/vesper/kernel/board.h \
	%D%/include/vesper/kernel/budget.h \
	%D%/include/vesper/kernel/call.h \
	%D%/include/vesper/kernel/cap.h \
	%D%/include/vesper/kernel/check.h \
	%D%/include/vesper/kernel/console.h \
	%D%/include/vesper/kernel/domain.h \
	%D%/include/vesper/kernel/event.h \
	%D%/include/vesper/kernel/factory.h \
	%D%/include/vesper/kernel/fault.h \
	%D%/include/vesper/kernel/fp.h \
	%D%/include/vesper/kernel/heap.h \
	%D%/include/vesper/kernel/irq.h \
	%D%/include/vesper/kernel/kernel.h \
	%D%/include/vesper/kernel/list.h \
	%D%/include/vesper/kernel/object.h \
	%D%/include/vesper/kernel/operation.h \
	%D%/include/vesper/kernel/panic.h \
	%D%/include/vesper/kernel/pool.h \
	%D%/include/vesper/kernel/recovery.h \
	%D%/include/vesper/kernel/region.h \
	%D%/include/vesper/kernel/report.h \
	%D%/include/vesper/kernel/restart.h \
	%D%/include/vesper/kernel/sched.h \
	%D%/include/vesper/kernel/space.h \
	%D%/include/vesper/kernel/syscall.h \
	%D%/include/vesper/kernel/transfer.h \
	%D%/include/vesper/kernel/view.h \
	%D%/include/vesper/kernel/vp.h

abi_headers = \
	%D%/include/vesper/abi/boot.h \
	%D%/include/vesper/abi/cap.h \
	%D%/include/vesper/abi/connection.h \
	%D%/include/vesper/abi/denial.h \
	%D%/include/vesper/abi/descriptor.h \
	%D%/include/vesper/abi/fault.h \
	%D%/include/vesper/abi/memory.h \
	%D%/include/vesper/abi/note.h \
	%D%/include/vesper/abi/object.h \
	%D%/include/vesper/abi/operation.h \
	%D%/include/vesper/abi/ref.h \
	%D%/include/vesper/abi/status.h \
	%D%/include/vesper/abi/syscall.h \
	%D%/include/vesper/abi/thread.h

noinst_HEADERS += $(kernel_headers) $(abi_headers)

# All C of the kernel is one unit for the compiler, which so sees through every
# call; the assembly stands beside it. Each part compiles alone, too: the tests
# build them so for the host.
kernel_parts = \
	%D%/arch/aarch64/arch.c \
	%D%/arch/aarch64/debug/dump.c \
	%D%/arch/aarch64/memory.c \
	%D%/arch/aarch64/start.c \
	%D%/arch/aarch64/trap.c \
	$(kernel_core) \
	board/rpi3/lines.c \
	board/rpi3/uart.c
kernel_assembly = \
	%D%/arch/aarch64/start.S \
	%D%/arch/aarch64/vectors.S \
	%D%/arch/aarch64/fp.S
EXTRA_DIST += $(kernel_parts) board/rpi3/devices.h \
	%D%/arch/aarch64/macros.S %D%/arch/aarch64/registers.h \
	%D%/arch/aarch64/trap.h
%D%/unit.c: $(srcdir)/%D%/local.mk
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	printf '#include "%s"\n' $(kernel_parts) >$@.tmp && mv -f $@.tmp $@
CLEANFILES += %D%/unit.c

KERNEL_CPPFLAGS = $(VESPER_TARGET_CPPFLAGS) -I%D%/arch/aarch64 -I$(top_srcdir)
KERNEL_CFLAGS = $(VESPER_TARGET_CFLAGS_ALL) $(VESPER_KERNEL_CFLAGS)
# pmu_user: PMUSERENR_EL0, what components may read of the performance monitor.
KERNEL_LINK = $(VESPER_TARGET_LINK) --gc-sections --defsym=pmu_user=$(1) \
	-T $(srcdir)/%D%/arch/aarch64/kernel.ld -o $@

noinst_PROGRAMS += %D%/kernel.elf
%C%_kernel_elf_SOURCES = $(kernel_assembly)
nodist_%C%_kernel_elf_SOURCES = %D%/unit.c
%C%_kernel_elf_CPPFLAGS = $(KERNEL_CPPFLAGS)
%C%_kernel_elf_CFLAGS = $(KERNEL_CFLAGS)
%C%_kernel_elf_CCASFLAGS = $(VESPER_TARGET_CFLAGS_ALL)
%C%_kernel_elf_DEPENDENCIES = %D%/arch/aarch64/kernel.ld
%C%_kernel_elf_LINK = $(call KERNEL_LINK,0)
$(eval $(call vesper_target,%C%_kernel_elf,%D%/kernel.elf))

# A release kernel of which components may read the cycle counter (CR, bit 2):
# what make bench measures, and make size weighs.
noinst_PROGRAMS += %D%/bench.elf
%C%_bench_elf_SOURCES = $(kernel_assembly)
nodist_%C%_bench_elf_SOURCES = %D%/unit.c
%C%_bench_elf_CPPFLAGS = $(KERNEL_CPPFLAGS) -UVESPER_DEBUG -DVESPER_DEBUG=0
%C%_bench_elf_CFLAGS = $(KERNEL_CFLAGS)
%C%_bench_elf_CCASFLAGS = $(VESPER_TARGET_CFLAGS_ALL)
%C%_bench_elf_DEPENDENCIES = %D%/arch/aarch64/kernel.ld
%C%_bench_elf_LINK = $(call KERNEL_LINK,4)
$(eval $(call vesper_target,%C%_bench_elf,%D%/bench.elf))
EXTRA_DIST += %D%/arch/aarch64/kernel.ld %D%/arch/aarch64/offsets.c

# Offsets for the assembly come from the C structures.
%D%/arch/aarch64/offsets.h: %D%/arch/aarch64/offsets.c $(abi_headers)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	$(TARGET_CC) $(VESPER_TARGET_CPPFLAGS) $(VESPER_TARGET_CFLAGS_ALL) \
		-S -o $@.s $(srcdir)/kernel/arch/aarch64/offsets.c && \
	{ echo '/* Made from offsets.c. */' && \
	  sed -n 's/^[[:space:]]*\.ascii[[:space:]]*"\(#define .*\)"$$/\1/p' \
		$@.s; } >$@.tmp && rm -f $@.s && mv -f $@.tmp $@
$(%C%_kernel_elf_OBJECTS) $(%C%_bench_elf_OBJECTS): | %D%/arch/aarch64/offsets.h
CLEANFILES += %D%/arch/aarch64/offsets.h
