/*
 * src/clock.h
 *		The moment a question is asked for: innopart's settings, read and checked once.
 *
 * Depends on: the server.
 *
 * Everything of ours that needs "today", "what was known then", a time zone or a language asks
 * here, so that no report reads the wall clock in any other way.
 */
#ifndef INNOPART_CLOCK_H
#define INNOPART_CLOCK_H

#include "postgres.h"
#include "datatype/timestamp.h"
#include "pgtime.h"
#include "utils/date.h"

#include "vocabulary.h"

/* Defines the settings; called once, when the library is loaded. */
extern void clock_init(void);

/* innopart.as_of, or the transaction's first day in innopart.time_zone. */
extern DateADT clock_today(void);

/* innopart.known_at, or infinity: everything recorded is known. */
extern TimestampTz clock_horizon(void);

extern pg_tz *clock_zone(void);
extern label_language clock_label_language(void);

/* The day it is in innopart.time_zone at that moment; infinite moments are on infinite days. */
extern DateADT clock_day_of(TimestampTz at);

#endif /* INNOPART_CLOCK_H */
