# SPDX-License-Identifier: BlueOak-1.0.0
#
# Systems that test the kernel's objects as manifests bring them to components.
TEST_SYSTEMS += %D%/events
EXTRA_DIST += \
	%D%/events/events.idl \
	%D%/events/events.system \
	%D%/events/flags \
	%D%/events/judge.c \
	%D%/events/parlor.c \
	%D%/events/partner.c
