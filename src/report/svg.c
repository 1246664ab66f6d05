/*
 * src/report/svg.c
 *	  Drawing: text that fits, frames, axes of days.  Depends on html.h, escape.h.
 */
#include "svg.h"

#include <string.h>

#include "escape.h"
#include "html.h"

static void
open_frame(FILE *out, double left, double top, double width, double height)
{
	fprintf(out, "<svg%s viewBox=\"%.1f %.1f %.1f %.1f\" width=\"%.0f\" height=\"%.0f\"",
			/* made smaller it could not be read, so it scrolls */
			width > SVG_WIDTH ? " class=\"natural\"" : "", left, top, width, height, width, height);
}

void
svg_open(FILE *out, language into, word title, word description, double left, double top,
		 double width, double height)
{
	/* names of our own for aria: data is never an id */
	static int number;

	number++;
	open_frame(out, left, top, width, height);
	fprintf(out, " role=\"img\" aria-labelledby=\"p%d-t p%d-d\">\n<title id=\"p%d-t\">", number,
			number, number);
	html_say(out, into, title);
	fprintf(out, "</title><desc id=\"p%d-d\">", number);
	html_say(out, into, description);
	fputs("</desc>\n", out);
}

void
svg_close(FILE *out)
{
	fputs("</svg>\n", out);
}

double
svg_rows_height(const svg_rows *all)
{
	return all->head + all->count * all->pitch;
}

bool
svg_rows_next(FILE *out, language into, word title, word description, const svg_rows *all, int row)
{
	int end = row + SVG_ROWS < all->count ? row + SVG_ROWS : all->count;
	double top = row == 0 ? 0 : all->head + row * all->pitch;
	/* the last line has its width too */
	double bottom = all->head + end * all->pitch + (end == all->count ? 2 : 0);

	if (row % SVG_ROWS != 0)
		return false;
	if (row == 0)
	{
		svg_open(out, into, title, description, 0, 0, all->width, bottom);
		return true;
	}
	svg_close(out);
	open_frame(out, 0, top, all->width, bottom - top);
	fputs(" aria-hidden=\"true\">\n", out);
	return true;
}

/* wide scripts take twice the room of a Latin letter; nobody is told more than roughly */
static double
letter_width(uint32_t c)
{
	if (c >= 0x1100 &&
		(c <= 0x115F || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
		 (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
		 (c >= 0xFF00 && c <= 0xFF60) || c >= 0x1F300))
		return 2 * SVG_LETTER;
	if (character_is_hidden(c))
		return 8 * SVG_LETTER; /* it is shown as <U+202E> */
	if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '%' || c == 0xC6)
		return 1.5 * SVG_LETTER;
	if (c < 0x80 && strchr("iljI.,:;'|!", (int) c) != NULL)
		return 0.45 * SVG_LETTER;
	if (c == 0xA0 || (c < 0x80 && strchr("ftr ()-", (int) c) != NULL))
		return 0.6 * SVG_LETTER;
	if (c < 0x80 && c >= 'A' && c <= 'Z')
		return 1.15 * SVG_LETTER;
	return SVG_LETTER;
}

double
svg_text_width(const char *text)
{
	double width = 0;
	size_t taken;

	for (size_t i = 0, length = strlen(text); i < length; i += taken)
		width += letter_width(utf8_next(text + i, length - i, &taken));
	return width;
}

/* how many bytes of the text stand in the width, with an ellipsis behind them if that is not all */
static size_t
fitting(const char *text, double width)
{
	size_t length = strlen(text), kept = 0, taken;
	double used = 0;

	if (svg_text_width(text) <= width)
		return length;
	for (size_t i = 0; i < length; i += taken)
	{
		used += letter_width(utf8_next(text + i, length - i, &taken));
		if (used > width - SVG_LETTER)
			break;
		kept = i + taken;
	}
	/* no blank before the ellipsis */
	while (kept > 0 && text[kept - 1] == ' ')
		kept--;
	return kept;
}

static void
write_class(FILE *out, const char *class)
{
	if (class[0] != '\0')
		fprintf(out, " class=\"%s\"", class);
}

static void
write_fitting(FILE *out, double width, const char *class, const char *text)
{
	size_t kept;

	write_class(out, class);
	putc('>', out);
	/* bold letters are wider */
	kept = fitting(text, strstr(class, "strong") != NULL ? width / 1.12 : width);
	if (text[kept] != '\0')
	{
		fputs("<title>", out);
		html_put(out, text);
		fputs("</title>", out);
	}
	escape_html(out, text, kept);
	if (text[kept] != '\0')
		fputs("\xE2\x80\xA6", out);
}

void
svg_text(FILE *out, double x, double y, double width, svg_anchor anchor, const char *class,
		 const char *text)
{
	static const char *const anchors[] = { "", " text-anchor=\"middle\"", " text-anchor=\"end\"" };

	fprintf(out, "<text x=\"%.1f\" y=\"%.1f\"%s", x, y, anchors[anchor]);
	write_fitting(out, width, class, text);
	fputs("</text>", out);
}

/* upwards to the right, from its beginning: a heading over a narrow column */
void
svg_text_turned(FILE *out, double x, double y, double width, const char *class, const char *text)
{
	fprintf(out, "<text transform=\"translate(%.1f %.1f) rotate(-50)\"", x, y);
	write_fitting(out, width, class, text);
	fputs("</text>", out);
}

/* one thick line in dashes: a pattern would be an id, which some readers of mail take away */
void
svg_stripes(FILE *out, double x, double y, double width, double height)
{
	fprintf(out, "<path class=\"stripe\" stroke-width=\"%.0f\" d=\"M%.1f %.1fH%.1f\"/>", height, x,
			y + height / 2, x + width);
}

double
svg_day(const svg_days *axis, long day)
{
	return axis->left + (axis->right - axis->left) * (double) (day - axis->first) /
							(double) (axis->last > axis->first ? axis->last - axis->first : 1);
}

/* 1 January 2000 is day 0; months may run past 12 */
static long
day_of(long year, long month)
{
	long cycle;

	year += (month - 1) / 12;
	month = (month - 1) % 12 + 1;
	/* years that begin in March have their leap day last */
	if (month <= 2)
		year--;
	cycle = 365 * year + year / 4 - year / 100 + year / 400;
	return cycle + (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 - 730425;
}

static long
year_of(long day)
{
	long year = 2000 + day / 366;

	while (day_of(year + 1, 1) <= day)
		year++;
	while (day_of(year, 1) > day)
		year--;
	return year;
}

void
svg_days_draw(FILE *out, const svg_days *axis, bool has_labels, double top, double bottom)
{
	long first_year = year_of(axis->first), last_year = year_of(axis->last);
	/* a label such as 2019-10 needs its room */
	long most = (long) ((axis->right - axis->left) / 76);
	long months = 3;

	while (months < 12 && (axis->last - axis->first) / (months * 30) > most)
		months *= 2;
	if (months > 6)
	{
		months = 12;
		while ((last_year - first_year) / (months / 12) > most)
			months += 12;
	}
	for (long month = 1; day_of(first_year, month) <= axis->last; month += months)
	{
		long day = day_of(first_year, month);
		double x = svg_day(axis, day);
		char label[32];

		if (day < axis->first)
			continue;
		if (months >= 12)
			snprintf(label, sizeof label, "%ld", first_year + (month - 1) / 12);
		else
			snprintf(label, sizeof label, "%ld-%02ld", first_year + (month - 1) / 12,
					 (month - 1) % 12 + 1);
		fprintf(out, "<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/>", x, top, bottom);
		/* a label at the edge would stand outside */
		if (has_labels && x + 3 + svg_text_width(label) <= axis->right + 8)
			svg_text(out, x + 3, top + 11, 60, SVG_START, "axis", label);
	}
	putc('\n', out);
}
