/*
 * test/fuzz/option_position_fuzz.c
 *		Fuzz target of option_position: its text parser and its wire reader.
 */
#include "option_position.h"

typedef option_position_value fuzz_value;
#define FUZZ_TEXT_SIZE OPTION_POSITION_TEXT_SIZE
#define FUZZ_WIRE_SIZE OPTION_POSITION_WIRE_SIZE
#define fuzz_parse option_position_parse
#define fuzz_format option_position_format
#define fuzz_decode option_position_decode
#define fuzz_encode option_position_encode
#define fuzz_validate option_position_validate
#define fuzz_compare option_position_compare
#define fuzz_hash option_position_hash
#include "fuzz.h"
