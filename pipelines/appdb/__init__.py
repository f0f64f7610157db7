"""The application database: what people decide and ask for, apart from the warehouse.

Belongs here: supervision items, reviews of links, the log of both, and opening the database in which
they live (a SQLite file in the home, or PostgreSQL by ``CASELOOM_APP_DB``). Keep out: anything that
a build can make again.

``database`` opens, ``tables`` says what is kept, ``supervision`` and ``link_reviews`` are the only
ways to change it, ``audit`` is the log that every change writes in its own transaction, ``user`` says
who acts. Whoever needs a table of it adds a function here instead of SQL elsewhere.
"""
