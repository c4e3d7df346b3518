# SPDX-License-Identifier: BlueOak-1.0.0
#
# The audit: a program of its own. It shares no file with vlink but the ABI
# headers, so it has no -I to anything else.
VAUDIT_FILES = %D%/audit.c %D%/audit.h %D%/boot.c %D%/caps.c \
	%D%/connections.c %D%/factories.c %D%/json.c %D%/json.h %D%/kernel.c %D%/load.c \
	%D%/objects.c %D%/own.c %D%/user.c %D%/views.c %D%/wanted.c

bin_PROGRAMS += %D%/vaudit
%C%_vaudit_SOURCES = %D%/main.c $(VAUDIT_FILES)
