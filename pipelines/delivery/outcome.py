"""What can come of an attempt to send a mail.

Belongs here: the words, and which of them are worth another attempt. Keep out: states (pipelines/appdb/outbox.py).
"""

from __future__ import annotations

from dataclasses import dataclass

ACCEPTED = "accepted"
# Words of an outcome; each has a text in the catalogue (``outcome.<word>``).
RETRIED = ("busy", "mailbox_full", "tls", "timeout", "unreachable", "log_in")
FINAL = ("refused_recipient", "refused_sender", "refused_message", "too_big", "not_made", "bounced")
OUTCOMES = (ACCEPTED, *RETRIED, *FINAL)


@dataclass(frozen=True)
class Outcome:
    """``word`` of ``OUTCOMES``; ``detail`` is what the server said."""

    word: str
    detail: str = ""

    @property
    def is_accepted(self) -> bool:
        return self.word == ACCEPTED

    @property
    def may_retry(self) -> bool:
        return self.word in RETRIED
