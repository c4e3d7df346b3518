# SPDX-License-Identifier: BlueOak-1.0.0
#
# What keeps the kernel and its manual right, beside the unit tests.

# ---- the manual ------------------------------------------------------------
check_PROGRAMS += %D%/manual
%C%_manual_SOURCES = %D%/manual.c
TESTS += %D%/manual.sh
EXTRA_DIST += %D%/manual.sh doc/kernel.md

# ---- the longest paths ------------------------------------------------------
# Of the release kernel, whatever this build is.
TESTS += %D%/cost.sh
LONG_TESTS += %D%/cost-bench.sh
tests/kernel/cost.log: kernel/bench.elf
tests/kernel/cost-bench.log: kernel/bench.elf $(BENCH_SYSTEMS:=/image.elf)
EXTRA_DIST += %D%/cost-bench.sh %D%/cost.py %D%/cost_graph.py %D%/cost.sh %D%/cost.txt
COST = srcdir='$(VESPER_SOURCE_TREE)' TARGET_CC='$(TARGET_CC)' \
	TARGET_CFLAGS='$(TARGET_CFLAGS)' TARGET_OBJDUMP='$(TARGET_OBJDUMP)' \
	TARGET_ADDR2LINE='$(TARGET_ADDR2LINE)'

.PHONY: kernel-costs
## kernel-costs: the longest paths of the kernel, into doc/kernel.md
kernel-costs: kernel/bench.elf
	@$(COST) $(SHELL) $(top_srcdir)/tests/kernel/cost.sh update

# ---- what a release does not have ------------------------------------------
TESTS += %D%/release.sh
tests/kernel/release.log: kernel/kernel.elf kernel/bench.elf
EXTRA_DIST += %D%/release.sh

# ---- how large it is -------------------------------------------------------
TESTS += %D%/size.sh
tests/kernel/size.log: kernel/bench.elf examples/01-hello/kernel8.img
EXTRA_DIST += %D%/size.sh

# ---- the second model ------------------------------------------------------
check_PROGRAMS += %D%/random %D%/explore %D%/seeded
TESTS += %D%/random %D%/explore %D%/seeded
LONG_TESTS += %D%/random-long.sh
kernel_pair = %D%/model.c %D%/model.h %D%/model_call.c %D%/model_make.c \
	%D%/model_memory.c %D%/model_operation.c %D%/model_parts.h \
	%D%/model_pool.c %D%/model_recovery.c %D%/model_vp.c \
	%D%/pair.c %D%/pair.h %D%/pair_budget.c %D%/pair_compare.c \
	%D%/pair_parts.h %D%/pair_random.c %D%/pair_step.c %D%/pair_step.h \
	%D%/pair_world.c %D%/hash.c
kernel_pair_libs = tests/unit/libworld.a tests/unit/libkernel.a
%C%_random_SOURCES = %D%/random.c $(kernel_pair)
%C%_random_CPPFLAGS = $(KERNEL_HOST_CPPFLAGS)
%C%_random_CFLAGS = $(AM_CFLAGS) $(KERNEL_SANITIZE)
%C%_random_LDADD = $(kernel_pair_libs)
%C%_random_LDFLAGS = $(KERNEL_HOST_LINK) $(KERNEL_SANITIZE)
%C%_explore_SOURCES = %D%/explore.c $(kernel_pair)
%C%_explore_CPPFLAGS = $(KERNEL_HOST_CPPFLAGS)
%C%_explore_CFLAGS = $(AM_CFLAGS) $(KERNEL_SANITIZE)
%C%_explore_LDADD = $(kernel_pair_libs)
%C%_explore_LDFLAGS = $(KERNEL_HOST_LINK) $(KERNEL_SANITIZE)
EXTRA_DIST += %D%/random-long.sh
seeded_functions = cap_may_leave fp_settle vp_allocate vp_fault fault_handled \
	fp_give_back call_limit_passed sched_waited event_cancel \
	vp_event_clear event_unmake vp_unmake budget_unmake worker_link \
	domain_unmake recovery_end arch_now
%C%_seeded_SOURCES = %D%/seeded.c $(kernel_pair)
%C%_seeded_CPPFLAGS = $(KERNEL_HOST_CPPFLAGS)
%C%_seeded_CFLAGS = $(AM_CFLAGS) $(KERNEL_SANITIZE)
%C%_seeded_LDADD = $(kernel_pair_libs)
%C%_seeded_LDFLAGS = $(KERNEL_HOST_LINK) $(KERNEL_SANITIZE) \
	$(seeded_functions:%=-Wl,--wrap=%)

# ---- everything that can end, at every moment of a call ---------------------
check_PROGRAMS += %D%/product
TESTS += %D%/product
%C%_product_SOURCES = %D%/product.c %D%/product.h %D%/product_world.c
%C%_product_CPPFLAGS = $(KERNEL_HOST_CPPFLAGS)
%C%_product_CFLAGS = $(AM_CFLAGS) $(KERNEL_SANITIZE)
%C%_product_LDADD = $(kernel_pair_libs)
%C%_product_LDFLAGS = $(KERNEL_HOST_LINK) $(KERNEL_SANITIZE)

# ---- how good the tests are ------------------------------------------------
EXTRA_DIST += %D%/build.sh %D%/coverage.sh %D%/fuzz.c %D%/fuzz.sh \
	%D%/mutate.py %D%/survivors.txt
FUZZ_SECONDS = 120
MUTATE_SECONDS = 900
.PHONY: coverage fuzz-kernel mutate-kernel
## coverage: lines and branches of the kernel's core that its host tests reach
coverage:
	@CC='$(CC)' $(SHELL) $(top_srcdir)/tests/kernel/coverage.sh \
		'$(VESPER_SOURCE_TREE)' '$(abs_top_builddir)/coverage'

## fuzz-kernel: system calls under libFuzzer, for FUZZ_SECONDS (120)
fuzz-kernel:
	@$(SHELL) $(top_srcdir)/tests/kernel/fuzz.sh '$(VESPER_SOURCE_TREE)' \
		'$(abs_top_builddir)/fuzz-kernel' '$(FUZZ_SECONDS)'

## mutate-kernel: the share of broken kernels that the host tests see
mutate-kernel:
	@python3 $(top_srcdir)/tests/kernel/mutate.py '$(VESPER_SOURCE_TREE)' \
		'$(abs_top_builddir)/mutate-kernel' '$(MUTATE_SECONDS)'

mostlyclean-local:
	rm -rf coverage fuzz-kernel mutate-kernel
