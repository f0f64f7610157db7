"""Statutory clocks for events given by hand: the warehouse's own SQL on an in-memory DuckDB.

`calculate_clocks` is for frames (the calculator page), `answer_file` for `caseloom clocks`.
"""

from pipelines.clocks.calculator import Calculation, calculate_clocks
from pipelines.clocks.command import answer_file
from pipelines.clocks.engine import ClockEngine
from pipelines.clocks.questions import QuestionError

__all__ = ["Calculation", "ClockEngine", "QuestionError", "answer_file", "calculate_clocks"]
