/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A domain that is shared with; it does nothing by itself.
 */
#include <component.h>
