"""Series (智能串并): which acts are likely one series, with the reasons of every pair.

Belongs here: pure functions, frame in, frame out. Keep out: reading, writing, which offences may be looked at
(the allow-list), and persons: nothing here knows one.
"""
