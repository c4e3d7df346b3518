# SPDX-License-Identifier: BlueOak-1.0.0
#
# Systems that test the kernel's objects as manifests bring them to components.
TEST_SYSTEMS += %D%/activation %D%/events %D%/factory %D%/irq %D%/memory %D%/product \
	%D%/wards
EXTRA_DIST += \
	%D%/events/events.idl \
	%D%/events/events.system \
	%D%/events/flags \
	%D%/events/judge.c \
	%D%/events/parlor.c \
	%D%/events/partner.c
EXTRA_DIST += \
	%D%/factory/factory.system \
	%D%/factory/hostile.c \
	%D%/factory/judge.c \
	%D%/factory/judge.h \
	%D%/factory/lands.c \
	%D%/factory/made.S \
	%D%/factory/made.idl \
	%D%/factory/neighbour.c \
	%D%/factory/shop.c \
	%D%/factory/upcalls.c
EXTRA_DIST += \
	%D%/memory/code.c \
	%D%/memory/code.h \
	%D%/memory/flags \
	%D%/memory/judge.c \
	%D%/memory/memory.idl \
	%D%/memory/memory.system \
	%D%/memory/probe.S \
	%D%/memory/revoke.c \
	%D%/memory/revoke.h \
	%D%/memory/viewer.c
EXTRA_DIST += \
	%D%/irq/flags \
	%D%/irq/driver.c \
	%D%/irq/hog.c \
	%D%/irq/irq.idl \
	%D%/irq/irq.system
EXTRA_DIST += \
	%D%/product/deep.c \
	%D%/product/flags \
	%D%/product/judge.c \
	%D%/product/made.S \
	%D%/product/product.idl \
	%D%/product/product.system \
	%D%/product/timeout \
	%D%/product/world.c \
	%D%/product/world.h
EXTRA_DIST += \
	%D%/wards/judge.c \
	%D%/wards/ward.c \
	%D%/wards/wards.idl \
	%D%/wards/wards.system
EXTRA_DIST += \
	%D%/activation/flags \
	%D%/activation/activation.idl \
	%D%/activation/activation.system \
	%D%/activation/judge.c \
	%D%/activation/other.c \
	%D%/activation/paced.c \
	%D%/activation/server.c
TEST_SYSTEMS += %D%/recovery
EXTRA_DIST += \
	%D%/recovery/flags \
	%D%/recovery/judge.c \
	%D%/recovery/recovery.idl \
	%D%/recovery/recovery.system \
	%D%/recovery/worker.c
TEST_SYSTEMS += %D%/shares
EXTRA_DIST += \
	%D%/shares/caller.c \
	%D%/shares/flags \
	%D%/shares/flood.c \
	%D%/shares/judge.c \
	%D%/shares/part.c \
	%D%/shares/part.h \
	%D%/shares/shares.idl \
	%D%/shares/shares.system \
	%D%/shares/sink.c \
	%D%/shares/spinner.c \
	%D%/shares/storm.c \
	%D%/shares/timeout \
	%D%/shares/victim.c
# Handlers of a vp, by `on`.
TEST_SYSTEMS += %D%/handlers
EXTRA_DIST += \
	%D%/handlers/desk.c \
	%D%/handlers/flags \
	%D%/handlers/handlers.idl \
	%D%/handlers/handlers.system \
	%D%/handlers/judge.c \
	%D%/handlers/listener.c \
	%D%/handlers/ward.c
# The example of the design, as it is written there.
TEST_SYSTEMS += %D%/design
EXTRA_DIST += \
	%D%/design/camera.c \
	%D%/design/clock.c \
	%D%/design/design.idl \
	%D%/design/design.system \
	%D%/design/flags \
	%D%/design/flash_fs.c \
	%D%/design/input \
	%D%/design/judge.c \
	%D%/design/line.c \
	%D%/design/line.h \
	%D%/design/logger.c \
	%D%/design/netstack.c \
	%D%/design/pl011.c \
	%D%/design/pl011.component \
	%D%/design/pl011_test.c \
	%D%/design/sdhci.c \
	%D%/design/webserver.c
# Threads of a vp.
TEST_SYSTEMS += %D%/threads
EXTRA_DIST += \
	%D%/threads/deep.c \
	%D%/threads/desk.c \
	%D%/threads/flags \
	%D%/threads/judge.c \
	%D%/threads/other.c \
	%D%/threads/threads.idl \
	%D%/threads/threads.system
# Slack, helping, and the debts of it.
TEST_SYSTEMS += %D%/debts
EXTRA_DIST += \
	%D%/debts/busy.c \
	%D%/debts/debts.idl \
	%D%/debts/debts.system \
	%D%/debts/desk.c \
	%D%/debts/flags \
	%D%/debts/helper.c \
	%D%/debts/holder.c \
	%D%/debts/judge.c \
	%D%/debts/part.c \
	%D%/debts/part.h
