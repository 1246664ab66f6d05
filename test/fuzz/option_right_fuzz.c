/*
 * test/fuzz/option_right_fuzz.c
 *		Fuzz target of option_right: its text parser and its wire reader.
 */
#include "option_right.h"

typedef option_right_value fuzz_value;
#define FUZZ_TEXT_SIZE OPTION_RIGHT_TEXT_SIZE
#define FUZZ_WIRE_SIZE OPTION_RIGHT_WIRE_SIZE
#define fuzz_parse option_right_parse
#define fuzz_format option_right_format
#define fuzz_decode option_right_decode
#define fuzz_encode option_right_encode
#define fuzz_validate option_right_validate
#define fuzz_compare option_right_compare
#define fuzz_hash option_right_hash
#include "fuzz.h"
