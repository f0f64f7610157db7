"""Stand-in for dbt's adapter while sqlfluff renders a file. Belongs here: nothing but shapes."""

from collections.abc import Callable


def dispatch(name: str, macro_namespace: str = "") -> Callable[..., str]:
    return lambda *arguments: f"{name}({', '.join(str(argument) for argument in arguments[:1])})"
