/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Denial: `vlink build --deny` makes an image of the same system in which every
 * component is replaced by a probe that tries all that it was not granted. The
 * tables are made by the same code from the same manifests; the list of what
 * was granted comes from the holdings, which are made without those tables.
 */
#ifndef VLINK_DENIAL_H
#define VLINK_DENIAL_H

struct component;
struct front;
struct layout;

/* Replace a component's code and vps by the probe at `source`. */
void denial_component(struct front *front, struct component *component);

/* Fill each probe's table, once all addresses are known. */
void denial_fill(struct layout *layout);

#endif
