"""SQL expressions that read text values: folding, dates, numbers, booleans.

Belongs here: the tolerances of contracts/README.md section 3, one expression per kind.
Keep out: what follows from a value that cannot be read (checks).
"""

from __future__ import annotations

import unicodedata

import duckdb
import pyarrow as pa

# Blanks of ASCII; the others (U+3000, NBSP) become one of these under NFKC.
BLANKS = r"E' \t\n\r\x0b\x0c'"
ALL_BLANKS = "E' \\t\\n\\r\\x0b\\x0c\u3000\u00a0'"
_DATE_STYLES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
_TIME_STYLES = ("", " %H:%M", " %H:%M:%S")
_DATE_SHAPE = (
    r"^(\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}"
    r"|\d{4}年\d{1,2}月\d{1,2}日|\d{8})( \d{2}:\d{2}(:\d{2})?)?$"
)
_CANONICAL_TIMESTAMP = r"^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$"
_CANONICAL_DATE = r"^\d{4}-\d{2}-\d{2}$"
_NUMBER_SHAPE = r"^[+-]?(\d+\.?\d*|\.\d+)$"


def register_functions(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the connection ``nfkc(text)``: DuckDB itself knows NFC only."""
    connection.create_function("nfkc", _nfkc, ["VARCHAR"], "VARCHAR", type="arrow")


def unregister_functions(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the functions off again; a connection that keeps them leaks at exit."""
    connection.remove_function("nfkc")


def _nfkc(texts: pa.Array) -> pa.Array:
    return pa.array(
        [None if t is None else unicodedata.normalize("NFKC", t) for t in texts.to_pylist()],
        pa.string(),
    )


def text(raw: str) -> str:
    """Free text: as received, NULL when it holds blanks only."""
    return f"case when trim({raw}, {ALL_BLANKS}) = '' then null else {raw} end"


def folded(raw: str) -> str:
    """NFKC-folded and trimmed, NULL when nothing is left; ASCII text skips the folding."""
    return (
        f"nullif(case when strlen({raw}) = length({raw}) then trim({raw}, {BLANKS}) "
        f"else trim(nfkc({raw}), {BLANKS}) end, '')"
    )


def moment(fold: str, *, is_timestamp: bool) -> str:
    """Canonical text of a date or timestamp, NULL when it cannot be read (years 1900–2100)."""
    formats = ", ".join(f"'{day}{time}'" for day in _DATE_STYLES for time in _TIME_STYLES)
    tolerant = (
        f"case when regexp_matches({fold}, '{_DATE_SHAPE}') "
        f"then try_strptime({fold}, [{formats}]) end"
    )
    shape = _CANONICAL_TIMESTAMP if is_timestamp else _CANONICAL_DATE
    output = "%Y-%m-%d %H:%M:%S" if is_timestamp else "%Y-%m-%d"
    is_in_range = f"left({fold}, 4) between '1900' and '2100'"
    return (
        f"case when {fold} is null or not ({is_in_range}) then null "
        f"when regexp_matches({fold}, '{shape}') "
        f"then case when try_cast({fold} as timestamp) is not null then {fold} end "
        f"else strftime({tolerant}, '{output}') end"
    )


def number(fold: str) -> str:
    """A number as plain text without a plus sign, NULL when it cannot be read."""
    return (
        f"case when regexp_matches({fold}, '{_NUMBER_SHAPE}') "
        f"and try_cast({fold} as decimal(38, 10)) is not null then ltrim({fold}, '+') end"
    )


def integer(fold: str) -> str:
    """A whole number (3.0 too) as digits, NULL when it cannot be read."""
    decimal = f"try_cast({fold} as decimal(38, 10))"
    return (
        f"case when regexp_matches({fold}, '{_NUMBER_SHAPE}') and {decimal} = floor({decimal}) "
        f"then cast(try_cast({decimal} as bigint) as varchar) end"
    )


def boolean(fold: str) -> str:
    """'true' or 'false', NULL otherwise."""
    return f"case when {fold} in ('true', 'false') then {fold} end"


def is_canonical_moment(fold: str) -> str:
    """Whether a date stands in one of the two forms that contracts print (no W5)."""
    return f"regexp_matches({fold}, '^\\d{{4}}-\\d{{2}}-\\d{{2}}( \\d{{2}}:\\d{{2}}:\\d{{2}})?$')"


def identity_check(fold: str) -> str:
    """True when an 18-character identity number keeps its shape and check digit (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = " + ".join(
        f"{weight} * cast(substr({fold}, {place}, 1) as integer)"
        for place, weight in enumerate(weights, start=1)
    )
    return (
        f"case when regexp_matches({fold}, '^\\d{{17}}[0-9Xx]$') "
        f"then substr('10X98765432', ({total}) % 11 + 1, 1) = upper(right({fold}, 1)) "
        f"else false end"
    )
