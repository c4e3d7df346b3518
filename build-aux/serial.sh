# SPDX-License-Identifier: BlueOak-1.0.0
#
# What build-aux/run-system and tests/run-qemu share about a guest's serial
# line; they read it with '.'.

# serial_wait FILE: returns once FILE, which holds or tells of output, is not
# empty, or is gone. Input is held back until the guest's first output, by
# which time the driver has set the UART up: QEMU's PL011 starts without its
# FIFO, takes one character before the guest's first instruction and, when that
# is read, the next one at once, which it drops when the driver switches the
# FIFO on. No order of register accesses avoids that. A guest that reads before
# it has said anything gets its input after three seconds.
serial_wait()
{
	tries=0
	until [ -s "$1" ] || [ ! -e "$1" ] || [ $tries -ge 150 ]; do
		tries=$((tries + 1))
		sleep 0.02
	done
}

# serial_names ELF: copies input to output and gives names to the program
# counters in the kernel's reports, by the command SYMBOLIZE. Without one, or
# for an image that it cannot read, a plain copy.
serial_names()
{
	${SYMBOLIZE:-false} "$1" 2>/dev/null || cat
}
