/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What people ask of a saved system: differences, explanations, pictures.
 */
#ifndef VLINK_VIEWS_H
#define VLINK_VIEWS_H

#include "base/emit.h"
#include "saved.h"

/*
 * diff.c: what NEW may do that OLD could not, and the other way round, in
 * words. True if authority or budgets differ; sizes of memory are told too but
 * change with every edit of the code.
 */
bool diff_print(struct emit *out, struct arena *arena,
		const struct saved *old, const struct saved *new);

/*
 * explain.c: an address, an instance, or a thing such as uart.con or
 * board.uart0: what it is, who may touch it, and the manifest lines why. False
 * if the system has no such thing.
 */
bool explain_print(struct emit *out, struct arena *arena,
		   const struct saved *saved, const char *what);

/* graph.c: the system as input for graphviz. */
void graph_print(struct emit *out, const struct saved *saved);

/* report_html.c: one page with everything; svg may be NULL. */
void report_html(struct emit *out, struct arena *arena,
		 const struct saved *saved, const char *svg, size_t svg_size);

#endif
