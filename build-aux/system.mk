# SPDX-License-Identifier: BlueOak-1.0.0
#
# Rules for systems: from a folder with one .system file to image.elf and
# kernel8.img in the same folder of the build tree, and what can be done with
# them. vlink compiles and links the components; make only says when, and
# hands it the tools by its environment. All else that vlink leaves stands in
# the folder 'parts' beside the image.
VLINK_ENV = \
	TARGET_CC='$(TARGET_CC)' \
	TARGET_CPPFLAGS='-nostdinc -isystem $(VESPER_TARGET_INCLUDE) -DVESPER_DEBUG=$(VESPER_DEBUG)' \
	TARGET_CFLAGS='$(VESPER_TARGET_CFLAGS_ALL) $(TARGET_CFLAGS)' \
	TARGET_LD='$(TARGET_LD)' \
	TARGET_LDFLAGS='$(VESPER_TARGET_LDFLAGS)' \
	TARGET_LIBGCC='$(TARGET_LIBGCC)' \
	TARGET_OBJCOPY='$(TARGET_OBJCOPY)' \
	IDLC='$(abs_top_builddir)/idlc/idlc$(EXEEXT)' \
	KERNEL='$(abs_top_builddir)/kernel/$(SYSTEM_KERNEL)'
VLINK_BUILD = $(abs_top_builddir)/vlink/vlink$(EXEEXT) build \
	--prefix-tree=$(abs_top_builddir) --source-tree=$(VESPER_SOURCE_TREE)

SYSTEM_DEPS += idlc/idlc$(EXEEXT) vlink/vlink$(EXEEXT) kernel/kernel.elf
SYSTEMS = $(EXAMPLES) $(TEST_SYSTEMS) $(BENCH_SYSTEMS) $(GUEST_SYSTEMS)
EXAMPLE_NAMES = $(notdir $(EXAMPLES))
# What make bench measures is a release build.
SYSTEM_KERNEL = kernel.elf
define vesper_bench
$(1)/image.elf: private override SYSTEM_KERNEL = bench.elf
$(1)/image.elf: private override VESPER_DEBUG = 0
$(1)/image.elf: kernel/bench.elf
endef
$(foreach s,$(BENCH_SYSTEMS),$(eval $(call vesper_bench,$(s))))
SYSTEM_OUTPUT = image.elf kernel8.img parts serial.log serial.in

# vesper_system FOLDER: the folder's files are dependencies by a wildcard, as
# a folder of a system is the user's, and no list of it is kept anywhere. What
# an in-tree build put there is none.
define vesper_system
$(1)/image.elf: $$(SYSTEM_DEPS) $$(filter-out \
	$$(SYSTEM_OUTPUT:%=$$(top_srcdir)/$(1)/%) %.log %.trs, \
	$$(wildcard $$(top_srcdir)/$(1)/*))
	$$(AM_V_GEN)$$(MKDIR_P) $(1) && \
	env $$(VLINK_ENV) $$(VLINK_BUILD) -o $(1) \
		$$(wildcard $$(top_srcdir)/$(1)/*.system)
$(1)/kernel8.img: $(1)/image.elf
	@test -f $$@ && touch $$@
endef
$(foreach s,$(SYSTEMS),$(eval $(call vesper_system,$(s))))

## all: the tools, the kernel and the runtime (no target given)

## examples: the images of all examples, examples/NN-name/image.elf and kernel8.img
examples: $(EXAMPLES:=/kernel8.img)
.PHONY: examples

# What names the functions in the kernel's reports, for build-aux/serial.sh.
SYMBOLIZE = env TARGET_ADDR2LINE=$(TARGET_ADDR2LINE) \
	$(abs_top_builddir)/vlink/vlink$(EXEEXT) symbolize
SYSTEM_ENV = QEMU='$(QEMU)' GDB='$(GDB)' TARGET_SIZE='$(TARGET_SIZE)' \
	SYMBOLIZE='$(SYMBOLIZE)' srcdir='$(VESPER_SOURCE_TREE)'

## run-NAME: boot an example in QEMU on this terminal (make run-02-greeter)
$(EXAMPLE_NAMES:%=run-%): run-%: examples/%/image.elf
	@$(SYSTEM_ENV) $(SHELL) $(top_srcdir)/build-aux/run-system $<
.PHONY: $(EXAMPLE_NAMES:%=run-%)

## debug-NAME: boot an example under gdb, stopped before its first instruction
$(EXAMPLE_NAMES:%=debug-%): debug-%: examples/%/image.elf
	@$(SYSTEM_ENV) $(SHELL) $(top_srcdir)/build-aux/debug-system $(<D)
.PHONY: $(EXAMPLE_NAMES:%=debug-%)

## bench: exact instruction counts: name, instructions, iterations, target
bench: $(BENCH_SYSTEMS:=/image.elf)
	@$(SYSTEM_ENV) $(SHELL) $(top_srcdir)/build-aux/bench-system $^
.PHONY: bench

## size: code lines, the kernel's text and the images' sizes, with their limits
size: kernel/bench.elf $(EXAMPLES:=/kernel8.img)
	@$(SYSTEM_ENV) $(SHELL) $(top_srcdir)/build-aux/size-report \
		$(EXAMPLES:=/kernel8.img)
.PHONY: size

## help: this list
HELP_FILES = $(top_srcdir)/Makefile.am $(wildcard $(addprefix $(top_srcdir)/, \
	build-aux/*.mk */local.mk vlink/*.mk tests/*/local.mk))
help:
	@$(SHELL) $(top_srcdir)/build-aux/make-help $(HELP_FILES)
	@echo 'NAME is one of: $(EXAMPLE_NAMES)'
.PHONY: help

# Tests work in folders NAME.work beside where their scripts are.
clean-local:
	@rm -rf $(foreach o,$(SYSTEM_OUTPUT),$(SYSTEMS:%=%/$(o)))
	@rm -rf tests/*.work tests/*/*.work

EXTRA_DIST += build-aux/target.mk build-aux/system.mk build-aux/run-system \
	build-aux/serial.sh build-aux/debug-system build-aux/bench-system \
	build-aux/size-report build-aux/make-help
