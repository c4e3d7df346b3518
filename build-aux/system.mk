# SPDX-License-Identifier: BlueOak-1.0.0
#
# Rules for systems: from a folder with one .system file to image.elf and
# kernel8.img in the same folder of the build tree, and what can be done with
# them. vlink compiles and links the components; make only says when, and
# hands it the tools by its environment.
VLINK_ENV = \
	TARGET_CC='$(TARGET_CC)' \
	TARGET_CPPFLAGS='-nostdinc -isystem $(VESPER_TARGET_INCLUDE) -DVESPER_DEBUG=$(VESPER_DEBUG)' \
	TARGET_CFLAGS='$(VESPER_TARGET_CFLAGS_ALL) $(TARGET_CFLAGS)' \
	TARGET_LD='$(TARGET_LD)' \
	TARGET_LDFLAGS='$(VESPER_TARGET_LDFLAGS)' \
	TARGET_LIBGCC='$(TARGET_LIBGCC)' \
	TARGET_OBJCOPY='$(TARGET_OBJCOPY)' \
	IDLC='$(abs_top_builddir)/idlc/idlc$(EXEEXT)'
VLINK_BUILD = $(VLINK_ENV) vlink/vlink$(EXEEXT) build \
	--prefix-tree=$(abs_top_builddir) --source-tree=$(VESPER_SOURCE_TREE)

SYSTEMS = $(EXAMPLES:%=examples/%) $(TEST_SYSTEMS:%=tests/target/%) \
	$(BENCH_SYSTEMS:%=tests/bench/%)

# vesper_system FOLDER: the folder's files are dependencies by a wildcard, as
# a folder of a system is the user's, and no list of it is kept anywhere.
define vesper_system
$(1)/image.elf: $$(wildcard $$(top_srcdir)/$(1)/*) $$(SYSTEM_DEPS)
	$$(AM_V_GEN)$$(MKDIR_P) $(1) && \
	$$(VLINK_BUILD) -o $(1) $$(wildcard $$(top_srcdir)/$(1)/*.system)
$(1)/kernel8.img: $(1)/image.elf
	@test -f $$@ && touch $$@
endef
$(foreach s,$(SYSTEMS),$(eval $(call vesper_system,$(s))))

examples: $(EXAMPLES:%=examples/%/kernel8.img)
.PHONY: examples
