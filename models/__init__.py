"""Statistical models as pure functions: frame in, frame out.

Belongs here: judging (linkage, patterns, lateness, similarity), each with a card. Keep out: reading
and writing of databases, files and settings; dbt relations live in ``dbt_project/models``.
"""
