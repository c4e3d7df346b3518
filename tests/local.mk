# SPDX-License-Identifier: BlueOak-1.0.0
#
# The tests. make check runs what TESTS names: host programs and .sh by their
# exit status, .tap scripts by the TAP they print, .elf and .img as images
# under QEMU by the TAP that tests/run-qemu makes of them. Every system of
# EXAMPLES and TEST_SYSTEMS is booted both ways.
TEST_EXTENSIONS = .elf .img .sh .tap

# Include options with absolute names, as a test may work in any folder.
vesper_absolute = $(patsubst -I$(top_srcdir)/%,-I$(VESPER_SOURCE_TREE)/%,$(1))

# A make that a test starts is none of the outer one's.
AM_TESTS_ENVIRONMENT = \
	unset MAKEFLAGS MFLAGS MAKELEVEL; \
	srcdir='$(VESPER_SOURCE_TREE)'; \
	builddir='$(abs_top_builddir)'; \
	VLINK='$(abs_top_builddir)/vlink/vlink$(EXEEXT)'; \
	VLINK_BUILD='$(VLINK_BUILD)'; \
	SYMBOLIZE='$(SYMBOLIZE)'; \
	QEMU='$(QEMU)'; GDB='$(GDB)'; AWK='$(AWK)'; MAKE='$(MAKE)'; \
	HOST_CC='$(CC) $(AM_CFLAGS) $(CFLAGS)'; \
	HOST_INCLUDES='$(call vesper_absolute,$(VESPER_HOST_INCLUDES))'; \
	TARGET_FLAGS='$(VESPER_TARGET_CFLAGS) $(VESPER_WARNINGS)'; \
	KERNEL_INCLUDES='$(call vesper_absolute,$(VESPER_KERNEL_CPPFLAGS))'; \
	RUNTIME_INCLUDES='$(call vesper_absolute,$(VESPER_RUNTIME_CPPFLAGS))'; \
	TARGET_OBJDUMP='$(TARGET_OBJDUMP)'; \
	TARGET_ADDR2LINE='$(TARGET_ADDR2LINE)'; TARGET_SIZE='$(TARGET_SIZE)'; \
	export $(VLINK_ENV); \
	export TARGET_OBJDUMP TARGET_ADDR2LINE TARGET_SIZE; \
	export srcdir builddir VLINK VLINK_BUILD SYMBOLIZE; \
	export QEMU GDB AWK MAKE; \
	export HOST_CC HOST_INCLUDES TARGET_FLAGS; \
	export KERNEL_INCLUDES RUNTIME_INCLUDES;

VESPER_TAP_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) \
	$(top_srcdir)/build-aux/tap-driver.sh
TAP_LOG_DRIVER = $(VESPER_TAP_DRIVER)
TAP_LOG_COMPILER = $(SHELL)
ELF_LOG_DRIVER = $(VESPER_TAP_DRIVER)
ELF_LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/run-qemu
IMG_LOG_DRIVER = $(VESPER_TAP_DRIVER)
IMG_LOG_COMPILER = $(ELF_LOG_COMPILER)
SH_LOG_COMPILER = $(SHELL)

# The longest first, or a job would run alone at the end.
TESTS += %D%/vaudit/denied.tap %D%/vaudit/corrupt.tap

include tests/unit/local.mk
include tests/kernel/local.mk
include tests/target/local.mk
include tests/bench/local.mk
include tests/vlink-image/local.mk
include tests/vlink/local.mk
include tests/idlc/local.mk

# ---- systems ---------------------------------------------------------------
# Suffixes alone are added here: Automake expands TESTS itself, and knows no '%'.
TESTS += $(EXAMPLES:=/image.elf) $(EXAMPLES:=/kernel8.img) \
	$(TEST_SYSTEMS:=/image.elf) $(TEST_SYSTEMS:=/kernel8.img)
EXTRA_DIST += %D%/run-qemu

TESTS += %D%/examples/commands.tap
EXTRA_DIST += %D%/examples/commands.tap
tests/examples/commands.log: $(EXAMPLES:=/image.elf)

TESTS += %D%/bench/figures.tap
tests/bench/figures.log: $(BENCH_SYSTEMS:=/image.elf)

# ---- the harness is tested first: a tester that cannot fail is none --------
TESTS += %D%/harness/guests.tap %D%/harness/run.tap \
	%D%/harness/quickstart.tap \
	%D%/harness/lints.tap %D%/harness/help.sh
EXTRA_DIST += %D%/harness/guests.tap %D%/harness/fake-qemu \
	%D%/harness/run.tap %D%/harness/help.sh \
	%D%/harness/quickstart.tap %D%/harness/lints.tap

LONG_TESTS += %D%/harness/two-folders.sh
%D%/harness/two-folders.log: $(EXAMPLES:=/kernel8.img)
EXTRA_DIST += %D%/harness/two-folders.sh

# ---- lints: what a script can see of the rules of HACKING.md ---------------
LINTS = %D%/lint/spdx.sh %D%/lint/headers.sh %D%/lint/cycles.sh \
	%D%/lint/length.sh %D%/lint/conditionals.sh %D%/lint/borders.sh \
	%D%/lint/words.sh %D%/lint/targets.sh %D%/lint/dist.sh
TESTS += $(LINTS)
EXTRA_DIST += $(LINTS) %D%/lint/files

# The lints look at what is distributed, so that they work where no git is.
tests/dist.list: Makefile
	$(AM_V_GEN)$(MKDIR_P) tests && printf '%s\n' $(DISTFILES) | \
	$(SED) 's|^$(top_srcdir)/||' | sort -u >$@.tmp && mv -f $@.tmp $@
CLEANFILES += tests/dist.list
$(LINTS:.sh=.log): tests/dist.list

VESPER_HOST_INCLUDES = $(AM_CPPFLAGS) -I$(top_srcdir)/idlc \
	-I$(top_srcdir)/vlink -I$(top_srcdir)/kernel/arch/host

.PHONY: check-long lint
## check-long: make check, then the long tests
check-long: check
	@$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(LONG_TESTS)'

## lint: only the lints: licences, headers, borders, lengths, words
lint:
	@$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(LINTS)'
