"""How often things happen at the hard level of the invented city, where they differ from the default.

Belongs here: shares of what makes linkage hard. Keep out: code, and every other frequency (rates.py).
"""

from __future__ import annotations

# --- people -------------------------------------------------------------------------------------
NAMESAKE_WITH_SAME_BIRTH = 0.006
IS_TWIN = 0.005
SHARES_A_FAMILY_PHONE = 0.03
IS_FOREIGNER = 0.02
PASSPORT_RENEWED = 0.12
OFFENDER_RETURNS = 0.14
VICTIM_RETURNS = 0.05
VICTIM_BECOMES_OFFENDER = 0.02
PARALLEL_CASE = 0.03
GIVES_ANOTHERS_IDENTITY = 0.004
SUSPECT_UNIDENTIFIED = 0.025
IDENTIFIED_AFTER_ARREST_REVIEW = 0.45

# --- numbers quoted by hand -----------------------------------------------------------------------
NUMBER_VARIANT = 0.30
NUMBER_WRONG_DIGIT = 0.035
NUMBER_MISSING = 0.045
# Of quotations with a wrong digit, those whose digits are transposed instead.
NUMBER_TRANSPOSED = 0.3
FLOW_NUMBER_WRONG = 0.015
FLOW_NUMBER_MISSING = 0.03
HANDOFF_ON_PLATFORM = 0.72

# --- people written down ----------------------------------------------------------------------------
# Errors that the police make are mostly copied downstream.
COPIED_FROM_OTHER_AGENCY = 0.88
IDENTITY_MISSING = 0.04
VICTIM_IDENTITY_MISSING = 0.25
IDENTITY_WRONG_DIGIT = 0.012
IDENTITY_WRONG_BUT_VALID = 0.008
IDENTITY_TRANSPOSED = 0.006
NUMBERS_SWAPPED = 0.03
NAME_MISHEARD = 0.02
BIRTH_DATE_OFF = 0.012
BIRTH_DATE_MISSING = 0.03
FOREIGN_NAME_VARIANT = 0.35
