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
/* The same for the host, where no portal is entered. */
void generate_host_header(struct emit *out, const struct component *component);
/* And what the static linker would make: handles, which are connected to the
   doubles of their interfaces, defaults of parameters, memory for devices. */
void generate_host(struct emit *out, const struct component *component);
/* component.c: portals and where other vps than main start. */
const char *generate_c_type(const char *type); /* of a parameter */
void generate_source(struct emit *out, const struct component *component);
/* generate_run.c: its part with what the vps do. */
void generate_run(struct emit *out, const struct component *component);
/* Whether its start is made, and not the runtime's. */
bool vp_starts_here(const struct vp_decl *vp);

#endif
