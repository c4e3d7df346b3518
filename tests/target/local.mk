# SPDX-License-Identifier: BlueOak-1.0.0
#
# Systems that test the kernel and each other under QEMU. The folder of each
# stands in TEST_SYSTEMS (in GUEST_SYSTEMS if it is to fail), its files in
# EXTRA_DIST.
TEST_SYSTEMS += %D%/capability %D%/console %D%/ends %D%/fp %D%/invocation \
	%D%/isolation %D%/isolation30 %D%/language %D%/manifest %D%/reader \
	%D%/registers %D%/restart %D%/runtime %D%/sessions %D%/time
EXTRA_DIST += \
	%D%/capability/capability.idl \
	%D%/capability/capability.system \
	%D%/capability/judge.c \
	%D%/capability/portal.S \
	%D%/capability/taker.c \
	%D%/capability/taker.h \
	%D%/console/console.system \
	%D%/console/expect \
	%D%/console/input \
	%D%/console/reader.c \
	%D%/ends/client.c \
	%D%/ends/deep.c \
	%D%/ends/ends.h \
	%D%/ends/ends.idl \
	%D%/ends/ends.system \
	%D%/ends/flags \
	%D%/ends/judge.c \
	%D%/ends/middle.c \
	%D%/ends/server.c \
	%D%/ends/timeout \
	%D%/fp/client.S \
	%D%/fp/fill.inc \
	%D%/fp/fp.idl \
	%D%/fp/fp.system \
	%D%/fp/judge.c \
	%D%/fp/peer.c \
	%D%/fp/plain.c \
	%D%/fp/registers.h \
	%D%/fp/server.S \
	%D%/invocation/caller.c \
	%D%/invocation/fragile.c \
	%D%/invocation/invocation.idl \
	%D%/invocation/invocation.system \
	%D%/invocation/judge.c \
	%D%/invocation/node.c \
	%D%/invocation/node.h \
	%D%/isolation/attacker.c \
	%D%/isolation/bystander.c \
	%D%/isolation/cases.h \
	%D%/isolation/isolation.idl \
	%D%/isolation/isolation.manifest \
	%D%/isolation/isolation.system \
	%D%/isolation/judge.c \
	%D%/isolation/loner.c \
	%D%/isolation/relay.c \
	%D%/isolation/victim.c \
	%D%/isolation30/isolation30.system \
	%D%/language/async.c \
	%D%/language/caps.c \
	%D%/language/disk.c \
	%D%/language/judge.c \
	%D%/language/judge.h \
	%D%/language/language.system \
	%D%/language/news.c \
	%D%/language/probe.c \
	%D%/language/probe.idl \
	%D%/language/sys/block.idl \
	%D%/manifest/judge.c \
	%D%/manifest/large.c \
	%D%/manifest/manifest.idl \
	%D%/manifest/manifest.system \
	%D%/manifest/told.c \
	%D%/reader/judge.c \
	%D%/reader/reader.c \
	%D%/reader/reader.system \
	%D%/registers/fill.inc \
	%D%/registers/judge.c \
	%D%/registers/other.c \
	%D%/registers/probe.S \
	%D%/registers/probe.h \
	%D%/registers/registers.h \
	%D%/registers/registers.idl \
	%D%/registers/registers.system \
	%D%/registers/server.S \
	%D%/restart/gate.c \
	%D%/restart/judge.c \
	%D%/restart/restart.idl \
	%D%/restart/restart.system \
	%D%/restart/subject.c \
	%D%/runtime/judge.c \
	%D%/runtime/runtime.system \
	%D%/sessions/above.c \
	%D%/sessions/again.c \
	%D%/sessions/judge.c \
	%D%/sessions/judge.h \
	%D%/sessions/liar.c \
	%D%/sessions/sessions.idl \
	%D%/sessions/sessions.system \
	%D%/sessions/store.c \
	%D%/time/busy.c \
	%D%/time/flags \
	%D%/time/judge.c \
	%D%/time/meter.h \
	%D%/time/spinner.c \
	%D%/time/time.idl \
	%D%/time/time.system

include tests/target/objects.mk
include tests/target/seeded/local.mk

# What they share: results in TAP.
SYSTEM_DEPS += %D%/tap/tap.c %D%/tap/tap.h
EXTRA_DIST += %D%/tap/tap.c %D%/tap/tap.h

# What the kernel says of a fault, with names.
TESTS += %D%/report.tap
tests/target/report.log: tests/target/isolation/kernel8.img
EXTRA_DIST += %D%/report.tap

# Guests that go wrong, for the test of the harness.
GUEST_SYSTEMS += %D%/guests/die %D%/guests/fail %D%/guests/hang \
	%D%/guests/short
TESTS += %D%/guests/guests.tap
tests/target/guests/guests.log: $(GUEST_SYSTEMS:=/kernel8.img)
EXTRA_DIST += \
	%D%/guests/die/die.system \
	%D%/guests/fail/fail.system \
	%D%/guests/guest.c \
	%D%/guests/guest.component \
	%D%/guests/guests.tap \
	%D%/guests/hang/hang.system \
	%D%/guests/short/short.system

# The fast path of a call against the C path, by the same registers.
TEST_SYSTEMS += %D%/paths
EXTRA_DIST += \
	%D%/paths/judge.c \
	%D%/paths/paths.idl \
	%D%/paths/paths.system \
	%D%/paths/probe.S \
	%D%/paths/server.S

# Idempotent calls, and the restart of their server.
TEST_SYSTEMS += %D%/again
EXTRA_DIST += \
	%D%/again/again.idl \
	%D%/again/again.system \
	%D%/again/flaky.c \
	%D%/again/judge.c \
	%D%/again/ledger.c \
	%D%/again/relay.c
