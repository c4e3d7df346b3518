/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What a component can know of the node that is in it.
 */
#ifndef INVOCATION_NODE_H
#define INVOCATION_NODE_H

#include <stdbool.h>

/* A call of it has gone on to the next node. */
extern volatile bool node_is_passing;

#endif
