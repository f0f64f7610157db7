"""The fonts of the pages: what they must show and how their files were cut.

Belongs here: the character list and the cutting. Keep out: the files themselves, which the server
hands out from ``dashboards/static/fonts`` (Noto Sans SC, SIL Open Font License, ``OFL.txt``).
"""
