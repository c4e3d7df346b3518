/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Interrupts.
 *
 * An interrupt masks its line and signals the line's event; the driver runs on
 * its own vp and budget and acknowledges, which unmasks. A line that never
 * stops costs one entry for each acknowledgement of its driver, and that entry
 * is charged to the vp that the event wakes up. Without time left it does not
 * run, so it does not acknowledge, and the line stays masked: a storm takes time
 * from its driver alone.
 */
#include <vesper/kernel/kernel.h>

/* The irq object of each line; boot only. */
static struct abi_irq *line_irq[BOARD_LINES];

void irq_init(void)
{
	struct abi_irq *irqs = object_at(boot_record.irqs.base);

	for (uint64_t i = 0; i < boot_record.irqs.count; i++) {
		line_irq[irqs[i].line] = &irqs[i];
		board_line_unmask(irqs[i].line);
	}
}

struct abi_vp *irq_raise(uint64_t line, uint64_t now)
{
	struct abi_irq *irq = line_irq[line];

	if (irq == NULL)
		return NULL;
	irq->masked = 1;
	return event_signal(irq->event, now, irq->bits);
}

kernel_status irq_acknowledge(struct abi_vp *vp, const struct cap_view *cap)
{
	if (cap->irq->masked == 0)
		return E_STATE;
	cap->irq->masked = 0;
	board_line_unmask(cap->irq->line);
	return OK;
}
