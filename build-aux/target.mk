# SPDX-License-Identifier: BlueOak-1.0.0
#
# How a program or library becomes one of the target. Automake compiles all C
# with $(CC), the host's compiler; a target program P says
#
#	P_CPPFLAGS = $(VESPER_KERNEL_CPPFLAGS)		(or _RUNTIME_)
#	P_CFLAGS = $(VESPER_TARGET_CFLAGS_ALL)
#	P_CCASFLAGS = $(VESPER_TARGET_CFLAGS_ALL)	(if it has assembly)
#	P_LINK = $(VESPER_TARGET_LINK) -T script -o $@	(a program)
#	P_AR = $(TARGET_AR) cr				(a library)
#	$(eval $(call vesper_target,P,FILE))
#
# with P as an identifier (kernel_kernel_elf) and FILE as the file's name
# (kernel/kernel.elf), and its objects get TARGET_CC by
# target-specific variables. 'private' matters: prerequisites would inherit
# TARGET_CC, and an idlc built on the way to a target object would be
# cross-compiled. 'override' keeps "make CFLAGS=-O0" with the host.

VESPER_TARGET_CPPFLAGS = -nostdinc -isystem $(VESPER_TARGET_INCLUDE) \
	-DVESPER_DEBUG=$(VESPER_DEBUG) -I$(top_srcdir)/kernel/include
# The kernel's own folders, and the runtime's: neither sees the other's.
VESPER_KERNEL_CPPFLAGS = $(VESPER_TARGET_CPPFLAGS) \
	-I$(top_srcdir)/kernel/arch/$(VESPER_ARCH)/include \
	-I$(top_srcdir)/board/$(BOARD)
VESPER_RUNTIME_CPPFLAGS = $(VESPER_TARGET_CPPFLAGS) \
	-I$(top_srcdir)/runtime/include \
	-I$(top_srcdir)/runtime/arch/$(VESPER_ARCH)/include

VESPER_WARNINGS = -Wall -Wextra -Wconversion -Wshadow \
	-Wmissing-prototypes -Wstrict-prototypes

# Two builds in two folders are to be equal, so no file name in an object may
# be absolute or lead out of the tree. Of two that fit gcc takes the later.
VESPER_PREFIX_MAP = \
	-ffile-prefix-map=$(top_srcdir)/= \
	-ffile-prefix-map=$(VESPER_SOURCE_TREE)/= \
	-ffile-prefix-map=$(abs_top_builddir)=. \
	-ffile-prefix-map=$(abs_top_builddir)/=

VESPER_TARGET_CFLAGS_ALL = $(VESPER_TARGET_CFLAGS) $(VESPER_WARNINGS) \
	$(VESPER_PREFIX_MAP)

# The linker is called directly: what a compiler's driver adds differs between
# gcc for Linux and clang for the bare machine. Libraries stand in P_LDADD.
VESPER_TARGET_LINK = $(TARGET_LD) $(VESPER_TARGET_LDFLAGS) --fatal-warnings

define vesper_target
$$($(1)_OBJECTS): private override CC = $$(TARGET_CC)
$$($(1)_OBJECTS): private override CCAS = $$(TARGET_CC)
$$($(1)_OBJECTS): private override DEFS =
$$($(1)_OBJECTS): private override CPPFLAGS =
$$($(1)_OBJECTS): private override CFLAGS = $$(TARGET_CFLAGS)
$$($(1)_OBJECTS): private override CCASFLAGS = $$(TARGET_CFLAGS)
$(2): private override RANLIB = $$(TARGET_RANLIB)
endef
