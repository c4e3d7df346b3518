/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Has a factory of its own, which the judge must not reach.
 */
#include <component.h>

int main(void)
{
	(void)domains;
	return 0;
}
