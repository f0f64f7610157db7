"""Who meets whom more often than cases fall by chance: a reason to read the cases.

Belongs here: pure functions, frame in, frame out, over pseudonyms. Keep out: names, ranks, verdicts.
"""
