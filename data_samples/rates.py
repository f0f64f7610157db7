"""How often things happen in the invented city: the only place where a frequency is written.

Belongs here: shares and weights of the story (first part) and of the dirt (second part).
Keep out: code. Shares of the story stand near published figures: national ones of 2020-2024 for
non-arrest, non-prosecution, plea leniency and recommendations, Suzhou's for the mix of charges.
README.md says which.
"""

from __future__ import annotations

from data_samples.dice import Weighted

# --- people -------------------------------------------------------------------------------------
OFFENDER_RETURNS = 0.11
VICTIM_RETURNS = 0.015
VICTIM_IS_KNOWN_OFFENDER = 0.012
HAS_PRIOR = 0.13
HAS_FORMER_NAME = 0.025
HAS_NICKNAME = 0.06
IS_FOREIGNER = 0.006
IS_FROM_TAIWAN_OR_HONG_KONG = 0.004
ETHNICITIES = Weighted(
    {"01": 926, "03": 9, "05": 7, "06": 11, "07": 12, "15": 9, "08": 7, "12": 5, "09": 5, "11": 5, "02": 4}
)  # fmt: skip
EDUCATIONS = Weighted({"10": 1, "20": 9, "30": 12, "40": 11, "60": 16, "70": 36, "80": 13, "90": 2})

# --- police -------------------------------------------------------------------------------------
CASE_SOURCES = Weighted({"01": 48, "02": 29, "03": 12, "04": 3, "05": 4, "06": 1, "07": 3})
NOT_FILED = 0.035
WITHDRAWN_AFTER_FILING = 0.012
TERMINATED_FOR_A_SUSPECT = 0.01
MERGED_INTO_ANOTHER = 0.022
TRANSFERRED_TO_ANOTHER_UNIT = 0.016
REGISTERED_TWICE = 0.006
ENTERED_BY_MISTAKE = 0.007
SUSPECT_CAUGHT_LATER = 0.06
SUSPECT_UNIDENTIFIED = 0.008
BAIL_WITH_DEPOSIT = 0.18
DETENTION_HOUSE_LATE = 0.012
ARREST_REQUEST_LATE = 0.008
CUSTODY_FORGOTTEN_TO_CLOSE = 0.006
EXTENSION_156 = 0.16
EXTENSION_158 = 0.18
EXTENSION_159 = 0.12
RESTART_160 = 0.035
EXTENSION_APPROVED_LATE = 0.02
CUSTODY_OVERDUE = 0.006
BACKDATED = 0.008
DOCUMENT_WITHDRAWN = 0.004
DOCUMENT_CORRECTED = 0.010
SERVED_LATE = 0.02

# --- procuratorate --------------------------------------------------------------------------------
ARREST_DECISIONS = Weighted({"A10": 610, "A21": 12, "A22": 128, "A23": 240, "A30": 10})
ARREST_REVIEW_LATE = 0.004
PROSECUTION_DECISIONS = Weighted({"P10": 785, "P21": 6, "P22": 172, "P23": 28, "P30": 5, "P40": 4})
PROSECUTION_DECISIONS_MINOR = Weighted({"P10": 430, "P22": 200, "P23": 20, "P24": 350})
RETURNED_ONCE = 0.075
RETURNED_TWICE = 0.22
REVIEW_EXTENDED = 0.14
REVIEW_LATE = 0.006
PLEA_LENIENCY = 0.87
DETERMINATE_RECOMMENDATION = 0.78
CHARGE_CHANGED = 0.035
SPLIT_CASE = 0.10
SUPERVISION_PER_CASE = 0.045
ANSWER_FORGOTTEN = 0.08

# --- courts -------------------------------------------------------------------------------------
RECOMMENDATION_ADOPTED = 0.955
ACQUITTED = 0.0008
PROSECUTION_WITHDRAWN = 0.006
TRIAL_TERMINATED = 0.001
CONVERTED_TO_ORDINARY = 0.05
TERM_EXCLUDED = 0.015
TERM_EXTENDED = 0.03
TRIAL_SUSPENDED = 0.006
HEARING_CANCELLED = 0.05
HEARING_REMOTE = 0.31
SECOND_HEARING = 0.12
TRIAL_LATE = 0.006
APPEAL_AFTER_PLEA = 0.035
APPEAL_WITHOUT_PLEA = 0.34
PROTEST = 0.005
SECOND_INSTANCE_RESULTS = Weighted({"S10": 745, "S20": 115, "S30": 28, "S40": 112})
LEGAL_AID = 0.32

# --- community correction ---------------------------------------------------------------------------
ASSESSED_BEFORE_PROBATION = 0.46
ASSESSED_IN_VAIN = 0.05
CHECK_IN_LATE = 0.05
SANCTIONED = 0.16
REVOCATION_REQUESTED = 0.012
MOVED_AWAY = 0.02

# --- platform -----------------------------------------------------------------------------------
HANDOFF_ON_PLATFORM = 0.93
HANDOFF_ON_PAPER = 0.08
HANDOFF_RETURNED = 0.03
RECEIVER_NUMBER_FILLED = 0.62
SINGLE_TRACK = 0.55

# --- dirt: how others' numbers and people are written ------------------------------------------------
# Shares of quotations of a number. What is left is written as printed.
NUMBER_VARIANT = 0.20
NUMBER_WRONG_DIGIT = 0.014
NUMBER_MISSING = 0.016
POLICE_CASE_NUMBER_QUOTED = 0.14
ARREST_CASE_NUMBER_QUOTED = 0.22
COURT_NUMBER_FULL_WIDTH = 0.06
OWN_NUMBER_VARIANT = 0.012
# Shares of persons written down by a clerk who does not copy.
COPIED_FROM_OTHER_AGENCY = 0.90
IDENTITY_MISSING = 0.022
IDENTITY_WRONG_DIGIT = 0.009
IDENTITY_LOWER_CASE_X = 0.25
IDENTITY_FULL_WIDTH = 0.006
IDENTITY_WITH_BLANK = 0.004
NAME_MISHEARD = 0.008
NAME_IS_NICKNAME = 0.25
NAME_IS_FORMER = 0.20
NAME_WITH_REMARK = 0.002
BIRTH_DATE_OFF = 0.005
BIRTH_DATE_MISSING = 0.015
# Shares of records.
OFFENCE_TIMES_SWAPPED = 0.003
COORDINATES_ZERO = 0.004
COORDINATES_SWAPPED = 0.003
COORDINATES_OUTSIDE = 0.001
AMOUNT_IN_TEN_THOUSANDS = 0.004
UNIT_NAME_SHORT = 0.04
UNIT_NAME_FULL_WIDTH = 0.003
UNKNOWN_OPEN_CODE = 0.002
CHARGE_SHORT_NAME = 0.06
MISSING_OPTIONAL_VALUE = 0.01
FULL_WIDTH_CODE = 0.0008
DATE_FORM_ODD = 0.0012
TOO_LONG_TEXT = 0.0004
JUSTICE_DATE_AS_TEXT = 0.06
JUSTICE_IDENTITY_DIRTY = 0.012
SHEET_ROW_DUPLICATED = 0.0004
SHEET_BLANK_ROWS = 0.5
SHEET_TOTAL_ROW = 0.6

# --- dirt: deliveries --------------------------------------------------------------------------------
# Shares of row versions.
ROW_LATE = 0.011
ROW_DUPLICATED = 0.0006
ROW_QUARANTINED = 0.0012
QUARANTINED_FOR_GOOD = 0.10
DELETED_AND_BACK = 0.12
# Shares of files or folders.
FOLDER_LATE = 0.008
FOLDER_TWO_BATCHES = 0.03
MANIFEST_MISSING = 0.02
MANIFEST_BROKEN = 0.004
FILE_REFUSED = 0.006
REFUSED_FOR_GOOD = 0.08
FILE_SUPERSEDED = 0.006
FILE_REPEATED = 0.005
FILE_WITHOUT_ENTRY = 0.004
ENTRY_WITHOUT_FILE = 0.003
MANIFEST_ROWS_WRONG = 0.006
EXTRA_COLUMN = 0.006
OPTIONAL_COLUMN_MISSING = 0.004
COLUMNS_SHUFFLED = 0.03
FILE_WITH_BOM = 0.004
