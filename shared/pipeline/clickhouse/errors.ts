// What an error of ClickHouse means: bad rows, or a bad moment. Judged by code, because the same fault comes with
// different HTTP statuses.

/** The rows cannot be read as what the table needs. */
const badRowCodes: ReadonlySet<string> = new Set([
  '6', // CANNOT_PARSE_TEXT
  '25', // CANNOT_PARSE_ESCAPE_SEQUENCE: half of a character of two halves
  '26', // CANNOT_PARSE_QUOTED_STRING
  '27', // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  '38', // CANNOT_PARSE_DATE
  '41', // CANNOT_PARSE_DATETIME
  '53', // TYPE_MISMATCH
  '69', // ARGUMENT_OUT_OF_BOUND
  '70', // CANNOT_CONVERT_TYPE
  '72', // CANNOT_PARSE_NUMBER
  '117', // INCORRECT_DATA
  '130', // CANNOT_READ_ARRAY_FROM_TEXT
  '131', // TOO_LARGE_STRING_SIZE
  '306', // TOO_DEEP_RECURSION
  '349', // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
]);

/** `rows`: the block holds rows that can never be inserted. `moment`: everything else, to be retried as it is. */
export const meaningOf = (error: unknown): 'rows' | 'moment' => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return badRowCodes.has(code) ? 'rows' : 'moment';
};
