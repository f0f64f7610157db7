"""Patterns of offences that victims report: trend, aberrations, clusters, hot spots, comparison.

Belongs here: pure functions, frame in, frame out, seeded chance; CARD.md says how good each is. Keep out:
persons (no feature of a person is ever read), databases, texts of pages, and advice where to patrol.
"""
