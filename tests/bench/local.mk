# SPDX-License-Identifier: BlueOak-1.0.0
#
# Systems that measure. The folder of each stands in BENCH_SYSTEMS, its files in
# EXTRA_DIST.
BENCH_SYSTEMS += %D%/boot %D%/calls %D%/events %D%/memory %D%/objects \
	%D%/threads
SYSTEM_DEPS += %D%/count/count.c %D%/count/count.h
EXTRA_DIST += \
	%D%/boot/boot.c \
	%D%/boot/boot.system \
	%D%/boot/start.S \
	%D%/calls/calls.idl \
	%D%/calls/calls.system \
	%D%/calls/client.c \
	%D%/calls/server.c \
	%D%/events/client.c \
	%D%/events/driver.c \
	%D%/events/events.idl \
	%D%/events/events.system \
	%D%/events/waiter.c \
	%D%/memory/client.c \
	%D%/memory/memory.system \
	%D%/memory/viewer.c \
	%D%/objects/client.c \
	%D%/objects/objects.idl \
	%D%/objects/objects.system \
	%D%/objects/peer.c \
	%D%/objects/server.c \
	%D%/threads/client.c \
	%D%/threads/threads.system \
	%D%/count/count.c \
	%D%/count/count.h
EXTRA_DIST += %D%/targets.tsv %D%/figures.tap

