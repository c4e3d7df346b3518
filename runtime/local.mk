# SPDX-License-Identifier: BlueOak-1.0.0
#
# What is linked into each component, as an archive: a component takes only
# what it uses. vlink finds it as runtime/libruntime.a of the build tree, and
# the headers in the source tree.
noinst_LIBRARIES += %D%/libruntime.a

%C%_libruntime_a_SOURCES = \
	%D%/heap.c 	%D%/restart.c 	%D%/text.c \
	%D%/buffer.c \
	%D%/session.c \
	%D%/include/vesper/assert.h \
	%D%/include/vesper/attach.h \
	%D%/include/vesper/buffer.h \
	%D%/include/vesper/cap.h \
	%D%/include/vesper/fault.h \
	%D%/include/vesper/handler.h \
	%D%/include/vesper/heap.h 	%D%/include/vesper/memory.h 	%D%/include/vesper/restart.h \
	%D%/include/vesper/portal.h \
	%D%/include/vesper/ring.h %D%/include/vesper/told.h \
	%D%/include/vesper/session.h \
	%D%/include/vesper/start.h \
	%D%/include/vesper/stub.h \
	%D%/include/vesper/text.h \
	%D%/include/vesper/threads.h \
	%D%/include/vesper/types.h \
	%D%/include/vesper/wire.h \
	%D%/arch/aarch64/memory.S \
	%D%/arch/aarch64/start.c \
	%D%/arch/aarch64/switch.S \
	%D%/arch/aarch64/threads.c \
	%D%/arch/aarch64/include/vesper/again.h \
	%D%/arch/aarch64/include/vesper/call.h \
	%D%/arch/aarch64/include/vesper/factory.h \
	%D%/arch/aarch64/include/vesper/limited.h \
	%D%/arch/aarch64/include/vesper/object.h \
	%D%/arch/aarch64/include/vesper/syscall.h \
	%D%/arch/aarch64/include/vesper/transfer.h
%C%_libruntime_a_CPPFLAGS = $(VESPER_RUNTIME_CPPFLAGS)
%C%_libruntime_a_CFLAGS = $(VESPER_TARGET_CFLAGS_ALL)
%C%_libruntime_a_CCASFLAGS = $(VESPER_TARGET_CFLAGS_ALL)
%C%_libruntime_a_AR = $(TARGET_AR) cr
$(eval $(call vesper_target,%C%_libruntime_a,%D%/libruntime.a))

# What vlink build --deny compiles in place of a component.
EXTRA_DIST += %D%/denial_probe.c
SYSTEM_DEPS += %D%/libruntime.a %D%/denial_probe.c
