/*
 * src/report/human.c
 *	  Values, headings and sentences as people read them.
 *	  Depends on catalog.h, session.h, words.h.
 */
#include "human.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "message.h"

int
human_columns(const report *view, int *places, int most)
{
	int count = 0;

	if (view->shape != NULL && view->shape->columns[0] != '\0')
	{
		const char *name = view->shape->columns;

		while (*name != '\0' && count < most)
		{
			size_t length = strcspn(name, " ");

			for (int i = 0; i < view->column_count; i++)
			{
				/* a column that an older registry lacks is not shown */
				if (strlen(view->columns[i].name) == length &&
					memcmp(view->columns[i].name, name, length) == 0)
					places[count++] = i;
			}
			name += length + strspn(name + length, " ");
		}
		return count;
	}
	for (int i = 0; i < view->column_count && count < most; i++)
	{
		if (strcmp(view->columns[i].name, "id") != 0)
			places[count++] = i;
	}
	return count;
}

const char *
human_title(const report *view, language into)
{
	return view->shape != NULL ? view->shape->title[into] : view->name;
}

const char *
human_heading(const char *column, language into)
{
	static char plain[128];
	const char *known = heading_in(column, into);

	if (known != NULL)
		return known;
	snprintf(plain, sizeof plain, "%s", column);
	for (char *c = plain; *c != '\0'; c++)
	{
		if (*c == '_')
			*c = ' ';
	}
	plain[0] = (char) toupper((unsigned char) plain[0]);
	return plain;
}

/* four at a time: a sentence never needs more */
static char *
scratch(void)
{
	static char memory[4][256];
	static unsigned turn;

	return memory[turn++ % 4];
}

/* 1234567.5000 as 1,234,567.5, or in Norwegian with no-break spaces and a comma */
static const char *
number(const char *text, size_t ungrouped, language into)
{
	const char *apart = into == LANGUAGE_EN ? "," : "\xC2\xA0";
	const char *minus = "\xE2\x88\x92";
	size_t whole, decimals, length = strlen(text);
	char *number, *end;

	/* an exponent, or something that is no number: as it came */
	if (!text_is_number(text, length) || strchr(text, 'e') != NULL || length > 60)
		return text;
	number = end = scratch();
	if (*text == '-')
	{
		end = stpcpy(end, minus);
		text++;
	}
	whole = strcspn(text, ".");
	decimals = text[whole] == '.' ? strlen(text + whole + 1) : 0;
	while (decimals > 0 && text[whole + decimals] == '0')
		decimals--;
	for (size_t i = 0; i < whole; i++)
	{
		if (i > 0 && (whole - i) % 3 == 0 && whole > ungrouped)
			end = stpcpy(end, apart);
		*end++ = text[i];
	}
	if (decimals > 0)
	{
		/* 0.6538461538461539 says no more than 0.654 */
		if (decimals > 4)
		{
			snprintf(end, 32, "%.3f", strtod(text + whole, NULL));
			memmove(end, end + 1, strlen(end));
			decimals = 3;
		}
		else
		{
			*end = '.';
			memcpy(end + 1, text + whole + 1, decimals);
		}
		*end = into == LANGUAGE_EN ? '.' : ',';
		end += 1 + decimals;
	}
	*end = '\0';
	return number;
}

const char *
human_number(const char *text, language into)
{
	/* a year of four digits is never grouped, nor is any other number of four that stands alone */
	return number(text, 4, into);
}

const char *
human_number_beside(const char *text, double largest, language into)
{
	return number(text, largest >= 10000 ? 3 : 4, into);
}

const char *
human_share_of(double amount, double unit, double largest, language into)
{
	char text[64];

	/* a hair is added, for what a double cannot hold exactly */
	snprintf(text, sizeof text, "%.2f", floor(amount / unit * 100 + 1e-6) / 100);
	return human_number_beside(text, largest / unit, into);
}

const char *
human_count(long long count, language into)
{
	char text[32];
	const char *number;

	snprintf(text, sizeof text, "%lld", count);
	number = human_number(text, into);
	return number;
}

const char *
human_date(const char *iso, language into)
{
	static const char *const months[LANGUAGE_COUNT][12] = {
		{ "January", "February", "March", "April", "May", "June", "July", "August", "September",
		  "October", "November", "December" },
		{ "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september",
		  "oktober", "november", "desember" },
		{ "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september",
		  "oktober", "november", "desember" },
	};
	int year, month, day, taken = 0;
	char *date;

	if (sscanf(iso, "%4d-%2d-%2d%n", &year, &month, &day, &taken) != 3 || iso[taken] != '\0' ||
		month < 1 || month > 12)
		return iso;
	date = scratch();
	snprintf(date, 64, into == LANGUAGE_EN ? "%d\xC2\xA0%s %d" : "%d.\xC2\xA0%s %d", day,
			 months[into][month - 1], year);
	return date;
}

const char *
human_value(const report *view, const rows *answer, int column, language into, size_t *length)
{
	const char *text = rows_text(answer, column);

	if (rows_is_null(answer, column))
		text = "\xE2\x80\x93"; /* an en dash: nothing known, which is not zero */
	else if (strcmp(view->columns[column].name, "unit_code") == 0)
		text = human_unit(text, into);
	else
	{
		switch (rows_kind(answer, column))
		{
			case VALUE_BOOLEAN:
				text = word_in(rows_bool(answer, column) ? WORD_YES : WORD_NO, into);
				break;
			case VALUE_INTEGER:
			case VALUE_NUMERIC:
			case VALUE_DOUBLE:
				text = human_number(text, into);
				break;
			default:
				*length = rows_length(answer, column);
				return text;
		}
	}
	*length = strlen(text);
	return text;
}

void
say_with(FILE *out, escaper escape, language into, word which, const char *first,
		 const char *second)
{
	const char *sentence = word_in(which, into);

	for (const char *mark; (mark = strchr(sentence, '{')) != NULL; sentence = mark + 3)
	{
		const char *value = mark[1] == '1' ? first : second;

		escape(out, sentence, (size_t) (mark - sentence));
		escape(out, value, strlen(value));
	}
	escape(out, sentence, strlen(sentence));
}

void
say_word(FILE *out, escaper escape, language into, word which)
{
	const char *text = word_in(which, into);

	escape(out, text, strlen(text));
}

char *
sentence(language into, word which, const char *first, const char *second)
{
	char *text;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	if (memory == NULL)
		fail(EXIT_FAILED, "out of memory");
	say_with(memory, escape_nothing, into, which, first, second);
	fclose(memory);
	return text;
}

const char *
human_unit(const char *code, language into)
{
	return code[0] == '\0' || strcmp(code, "C62") == 0 ? word_in(WORD_UNITS, into) : code;
}
