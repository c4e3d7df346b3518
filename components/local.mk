# SPDX-License-Identifier: BlueOak-1.0.0
#
# Drivers, services and the shared interfaces: vlink compiles them, so their
# files stand in SYSTEM_DEPS and EXTRA_DIST.
COMPONENT_FILES = \
	%D%/idl/sys.idl \
	%D%/pl011/line.c \
	%D%/pl011/line.h \
	%D%/pl011/line_test.c \
	%D%/pl011/pl011.c \
	%D%/pl011/pl011.component \
	%D%/pl011/registers.h \
	%D%/power/power.c \
	%D%/power/power.component \
	%D%/supervisor/life.c \
	%D%/supervisor/life.h \
	%D%/supervisor/life_test.c \
	%D%/supervisor/supervisor.c \
	%D%/supervisor/supervisor.component
SYSTEM_DEPS += $(COMPONENT_FILES)
EXTRA_DIST += $(COMPONENT_FILES)
