/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * cost RUNS COMMAND...: the least time of so many runs, in microseconds of the
 * processor, and the most memory that one had, in KiB, with a tab between. Fails
 * if the command does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static long microseconds(struct timeval time)
{
	return time.tv_sec * 1000000 + time.tv_usec;
}

int main(int argc, char **argv)
{
	long least = -1, most = 0;

	if (argc < 3)
		return 99;
	for (int runs = atoi(argv[1]); runs > 0; runs--) {
		struct rusage usage;
		pid_t child = fork();
		int status;
		long time;

		if (child == 0) {
			execv(argv[2], argv + 2);
			_exit(99);
		}
		if (child < 0 || wait4(child, &status, 0, &usage) != child ||
		    !WIFEXITED(status) || WEXITSTATUS(status) != 0)
			return 1;
		time = microseconds(usage.ru_utime) +
		       microseconds(usage.ru_stime);
		least = least < 0 || time < least ? time : least;
		most = usage.ru_maxrss > most ? usage.ru_maxrss : most;
	}
	printf("%ld\t%ld\n", least, most);
	return 0;
}
