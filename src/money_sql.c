/*
 * src/money_sql.c
 *		Money between SQL's numeric and our int64 in 1/10000 of the currency's unit.
 *
 * Depends on: the server, money.h.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "compat.h"
#include "money.h"
#include "money_sql.h"

/*
 * Through numeric's text form and money.c's own reader: one place decides what an amount is, and
 * nothing is rounded.  Zeros after the fourth decimal change no amount and are taken off first.
 */
int64
money_from_numeric(Numeric amount)
{
	char *digits;
	int64 value;
	const char *why;
	bool is_negative;

	if (numeric_is_nan(amount) || numeric_is_inf(amount))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("an amount of money cannot be NaN or infinity")));
	digits = DatumGetCString(DirectFunctionCall1(
		numeric_out, DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(amount))));
	is_negative = digits[0] == '-';
	if (!money_parse(digits + is_negative, strlen(digits) - is_negative, &value, &why))
		ereport(ERROR, (errcode(why == money_out_of_range ? ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE
														  : ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("invalid amount of money: %s", digits), errdetail("%s", why)));
	pfree(digits);
	return is_negative ? -value : value;
}

Numeric
money_to_numeric(int64 amount)
{
	if (amount % 100 == 0)
		return int64_div_fast_to_numeric(amount / 100, 2);
	if (amount % 10 == 0)
		return int64_div_fast_to_numeric(amount / 10, 3);
	return int64_div_fast_to_numeric(amount, MONEY_DECIMALS);
}

uint16
currency_from_text(const text *code)
{
	uint16 currency;
	const char *why;

	if (!currency_parse(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code), &currency, &why))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid currency: \"%s\"", text_to_cstring(code)), errdetail("%s", why)));
	return currency;
}
