# SPDX-License-Identifier: BlueOak-1.0.0
#
# Numbered small systems. Each folder stands in EXAMPLES, and
# its files in EXTRA_DIST; make examples, run-NAME and debug-NAME follow from it.
EXAMPLES += %D%/01-hello %D%/02-greeter %D%/03-logger %D%/04-supervisor
EXTRA_DIST += \
	%D%/01-hello/hello.c \
	%D%/01-hello/hello.system \
	%D%/02-greeter/client.c \
	%D%/02-greeter/greeter.idl \
	%D%/02-greeter/greeter.system \
	%D%/02-greeter/server.c \
	%D%/03-logger/journal.idl \
	%D%/03-logger/logger.c \
	%D%/03-logger/logger.system \
	%D%/03-logger/source.c \
	%D%/04-supervisor/client.c \
	%D%/04-supervisor/flaky.idl \
	%D%/04-supervisor/server.c \
	%D%/04-supervisor/supervisor.system

# What they must say stands in tests/examples; how short they are, and what
# the tutorial quotes from them.
EXTRA_DIST += \
	tests/examples/01-hello/expect \
	tests/examples/02-greeter/expect \
	tests/examples/02-greeter/input \
	tests/examples/03-logger/expect \
	tests/examples/04-supervisor/expect \
	tests/examples/lines.sh \
	tests/examples/tutorial.sh
TESTS += tests/examples/lines.sh tests/examples/tutorial.sh
EXTRA_DIST += doc/tutorial.md
