/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A supervisor holds CONTROL on the domains of others, and an event in which the
 * kernel sets a bit at the end of each. It sleeps until one ends or a restart is
 * due, and knows nothing of what the components do.
 */
#include <component.h>
#include <vesper/object.h>
#include <vesper/text.h>

#include "life.h"

#define LIVES		128u	/* instances that it can look after */
#define SECOND		UINT64_C(1000000000)
#define MILLISECOND	UINT64_C(1000000)
#define BITS		64u	/* of an event; i and i + 64 have one in common */

static struct life lives[LIVES];

/* ns since the machine's start; in two parts, or it would overflow in minutes. */
static uint64_t now(void)
{
	uint64_t ticks = vesper_now(), hz = vesper_frequency();

	return ticks / hz * SECOND + ticks % hz * SECOND / hz;
}

static uint64_t ticks_until(uint64_t due)
{
	uint64_t left = due, time = now(), hz = vesper_frequency();

	if (due == LIFE_OVER)
		return VESPER_FOREVER;
	left = due > time ? due - time : 0;
	return left / SECOND * hz + left % SECOND * hz / SECOND + 1;
}

static struct vesper_string name_of(uint32_t i)
{
	const char *name = all_policy[i].name;
	uint32_t size = 0;

	while (name[size] != '\0')
		size++;
	return (struct vesper_string){ name, size };
}

static void say(uint32_t i, struct vesper_string what, uint64_t number,
		struct vesper_string end)
{
	char line[100];
	struct vesper_text text = VESPER_TEXT(line);

	if (!log_connected())
		return;
	(void)vesper_text_append(&text, VESPER_STRING("supervisor: "));
	(void)vesper_text_append(&text, name_of(i));
	(void)vesper_text_append(&text, what);
	if (end.size != 0)
		(void)vesper_text_append_number(&text, number, 10);
	(void)vesper_text_append(&text, end);
	(void)vesper_text_append(&text, VESPER_STRING("\n"));
	if (sys_console_write(log, vesper_text_string(text)) != OK)
		return;	/* what it does is the same */
}

static void ended(uint32_t i)
{
	uint64_t time = now(), due = life_end(&lives[i], &all_policy[i], time);

	if (due == LIFE_OVER)
		say(i, VESPER_STRING(" has ended for good"), 0,
		    VESPER_STRING(""));
	else
		say(i, VESPER_STRING(" has ended, begins again in "),
		    (due - time) / MILLISECOND, VESPER_STRING(" ms"));
}

/* Something of the old life can be left: then soon again. */
static void begin(uint32_t i)
{
	switch (vesper_domain_restart(all[i].slot)) {
	case OK:
		life_begin(&lives[i], now());
		break;
	case E_BUSY:
		lives[i].due = now() + MILLISECOND;
		break;
	case E_STATE:	/* it lives: the bit was another's */
		lives[i].due = 0;
		break;
	default:
		lives[i].due = LIFE_OVER;
		break;
	}
}

/* What is due begins; gives when the next one is. */
static uint64_t begin_due(uint32_t count)
{
	uint64_t next = LIFE_OVER;

	for (uint32_t i = 0; i < count; i++) {
		if (lives[i].due != 0 && lives[i].due <= now())
			begin(i);
		if (lives[i].due != 0 && lives[i].due < next)
			next = lives[i].due;
	}
	return next;
}

int main(void)
{
	uint32_t count = all_count < LIVES ? all_count : LIVES;
	uint64_t bits;

	for (;;) {
		(void)vesper_sleep(ticks_until(begin_due(count)));
		if (vesper_event_take(all_event, &bits) != OK)
			continue;
		for (uint32_t i = 0; i < count; i++)
			if ((bits >> i % BITS & 1) != 0 && lives[i].due == 0)
				ended(i);
	}
}
