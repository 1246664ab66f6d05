/*
 * test/fuzz/backend_fuzz.c
 *		libFuzzer inside a live backend: the types' real input, output, receive and send functions
 *		under the real ereport.
 *
 * Test-only, linked into a test build of innopart.so by tools/fuzz.  SELECT innopart_fuzz(type,
 * options) runs until the options' limits and then ends the backend, as libFuzzer exits.
 *
 * Depends on: the server, libFuzzer without its main().
 */
#include "postgres.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

extern int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*one)(const uint8_t *, size_t));

PG_FUNCTION_INFO_V1(innopart_fuzz);

static MemoryContext input_context;
static FmgrInfo in_function;
static FmgrInfo out_function;
static FmgrInfo receive_function;
static FmgrInfo send_function;
static Oid in_parameter;
static Oid receive_parameter;
static int16 type_length;
static bool type_by_value;

/* An input may be refused, but only in the words of bad input. */
static bool
is_refusal(int sqlerrcode)
{
	return sqlerrcode == ERRCODE_INVALID_TEXT_REPRESENTATION ||
		   sqlerrcode == ERRCODE_INVALID_BINARY_REPRESENTATION ||
		   sqlerrcode == ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE ||
		   sqlerrcode == ERRCODE_CHARACTER_NOT_IN_REPERTOIRE ||
		   sqlerrcode == ERRCODE_PROTOCOL_VIOLATION;
}

static bool
same(Datum a, Datum b)
{
	if (type_by_value)
		return a == b;
	return memcmp(DatumGetPointer(a), DatumGetPointer(b), type_length) == 0;
}

/* The bytes where they end with an array of their own, so that a read past them is seen. */
static char *
at_the_edge(const void *bytes, size_t length)
{
	static char area[1024];
	char *at = area + sizeof(area) - length;

	if (length > sizeof(area))
		abort();
	memcpy(at, bytes, length);
	return at;
}

static Datum
receive(const void *bytes, int length)
{
	StringInfoData message = { .data = at_the_edge(bytes, length),
							   .len = length,
							   .maxlen = length };

	return ReceiveFunctionCall(&receive_function, &message, receive_parameter, -1);
}

static Datum
read_text(const char *text)
{
	return InputFunctionCall(&in_function, at_the_edge(text, strlen(text) + 1), in_parameter, -1);
}

static void
round_trip(Datum value)
{
	char *text = OutputFunctionCall(&out_function, value);
	bytea *wire = SendFunctionCall(&send_function, value);

	if (!same(value, read_text(text)) ||
		!same(value, receive(VARDATA(wire), VARSIZE(wire) - VARHDRSZ)))
		abort();
}

static int
one_input(const uint8_t *data, size_t size)
{
	MemoryContext caller = MemoryContextSwitchTo(input_context);

	CHECK_FOR_INTERRUPTS();
	PG_TRY();
	{
		if (size > 0 && (data[0] & 1))
			round_trip(receive(data + 1, (int) size - 1));
		else if (size > 0)
			round_trip(read_text(pnstrdup((const char *) data + 1, size - 1)));
	}
	PG_CATCH();
	{
		ErrorData *error;

		MemoryContextSwitchTo(input_context);
		error = CopyErrorData();
		if (!is_refusal(error->sqlerrcode))
		{
			fprintf(stderr, "unexpected SQLSTATE %s: %s\n", unpack_sql_state(error->sqlerrcode),
					error->message);
			abort();
		}
		FlushErrorState();
	}
	PG_END_TRY();
	MemoryContextSwitchTo(caller);
	MemoryContextReset(input_context);
	return 0;
}

Datum
innopart_fuzz(PG_FUNCTION_ARGS)
{
	Oid type = PG_GETARG_OID(0);
	char *options = text_to_cstring(PG_GETARG_TEXT_PP(1));
	static char *arguments[32];
	char **argv = arguments;
	int argc = 0;
	Oid function;
	bool is_varlena;

	input_context =
		AllocSetContextCreate(TopMemoryContext, "innopart fuzz", ALLOCSET_DEFAULT_SIZES);
	getTypeInputInfo(type, &function, &in_parameter);
	fmgr_info_cxt(function, &in_function, TopMemoryContext);
	getTypeOutputInfo(type, &function, &is_varlena);
	fmgr_info_cxt(function, &out_function, TopMemoryContext);
	getTypeBinaryInputInfo(type, &function, &receive_parameter);
	fmgr_info_cxt(function, &receive_function, TopMemoryContext);
	getTypeBinaryOutputInfo(type, &function, &is_varlena);
	fmgr_info_cxt(function, &send_function, TopMemoryContext);
	get_typlenbyval(type, &type_length, &type_by_value);

	arguments[argc++] = "innopart_fuzz";
	for (char *option = strtok(MemoryContextStrdup(TopMemoryContext, options), " ");
		 option != NULL && argc < lengthof(arguments) - 1; option = strtok(NULL, " "))
		arguments[argc++] = option;
	LLVMFuzzerRunDriver(&argc, &argv, one_input);
	PG_RETURN_VOID();
}
