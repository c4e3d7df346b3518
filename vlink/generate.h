/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * C files that are made from a component's manifest.
 */
#ifndef VLINK_GENERATE_H
#define VLINK_GENERATE_H

#include "base/emit.h"
#include "model.h"

/* <component.h>: handles, parameters, devices, regions, prototypes. */
void generate_header(struct emit *out, const struct component *component);
/* component.c: portals and where other vps than main start. */
void generate_source(struct emit *out, const struct component *component);

#endif
