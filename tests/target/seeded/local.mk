# SPDX-License-Identifier: BlueOak-1.0.0
#
# Kernels that read a user address where C is entered, debug and release.
TESTS += %D%/seeded.tap
tests/target/seeded/seeded.log: $(SYSTEM_DEPS) %D%/debug.elf %D%/release.elf
EXTRA_DIST += %D%/guest.c %D%/seed.c %D%/seeded.system %D%/seeded.tap
seeded_parts = $(kernel_parts) tests/target/seeded/seed.c
seeded_functions_c = sched_yield syscall_operate trap_syscall trap_fault
SEEDED_LINK = $(call KERNEL_LINK,0) $(seeded_functions_c:%=--wrap=%)
%D%/unit.c: $(srcdir)/%D%/local.mk $(srcdir)/kernel/local.mk
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	printf '#include "%s"\n' $(seeded_parts) >$@.tmp && mv -f $@.tmp $@
CLEANFILES += %D%/unit.c

check_PROGRAMS += %D%/debug.elf %D%/release.elf
%C%_debug_elf_SOURCES = $(kernel_assembly)
nodist_%C%_debug_elf_SOURCES = %D%/unit.c
%C%_debug_elf_CPPFLAGS = $(KERNEL_CPPFLAGS) -UVESPER_DEBUG -DVESPER_DEBUG=1
%C%_debug_elf_CFLAGS = $(KERNEL_CFLAGS)
%C%_debug_elf_CCASFLAGS = $(VESPER_TARGET_CFLAGS_ALL)
%C%_debug_elf_LINK = $(SEEDED_LINK)
$(eval $(call vesper_target,%C%_debug_elf,%D%/debug.elf))
%C%_release_elf_SOURCES = $(kernel_assembly)
nodist_%C%_release_elf_SOURCES = %D%/unit.c
%C%_release_elf_CPPFLAGS = $(KERNEL_CPPFLAGS) -UVESPER_DEBUG -DVESPER_DEBUG=0
%C%_release_elf_CFLAGS = $(KERNEL_CFLAGS)
%C%_release_elf_CCASFLAGS = $(VESPER_TARGET_CFLAGS_ALL)
%C%_release_elf_LINK = $(SEEDED_LINK)
$(eval $(call vesper_target,%C%_release_elf,%D%/release.elf))
$(%C%_debug_elf_OBJECTS) $(%C%_release_elf_OBJECTS): \
	| kernel/arch/aarch64/offsets.h
