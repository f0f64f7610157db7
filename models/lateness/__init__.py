"""Which open clocks may be missed: survival of clocks, judged on later data.

Belongs here: pure functions, frame in, frame out. Keep out: reading, writing, words (dbt, pages).
"""
