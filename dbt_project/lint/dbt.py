"""Stand-in for dbt's own macros while sqlfluff renders a file. Belongs here: nothing but shapes."""


def safe_cast(text: str, kind: str) -> str:
    return f"try_cast({text} as {kind})"
