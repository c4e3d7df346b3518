/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>
#include <vesper/syscall.h>

int main(void)
{
	for (;;)
		vesper_yield();
}
