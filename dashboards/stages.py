"""The stages of a case, in their order.

Belongs here: the order. Keep out: names (the catalogue) and colours (the palette).
"""

STAGES = (
    "filing",
    "investigation",
    "arrest_review",
    "prosecution_review",
    "trial",
    "second_instance",
    "execution",
    "community_correction",
    "closed",
)
