"""The shipped policies as plain mappings, written from the published rules and not from the program.

Numbers may stand here: this is the second opinion the program is held against.
"""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import Any

Policy = dict[str, Any]

HEAD_ELEMENTS = {
    "policy_grasp": 10,
    "planning": 10,
    "coordination": 10,
    "team_leading": 10,
    "innovation": 10,
    "deployment": 15,
    "key_tasks": 15,
    "timeliness": 10,
    "collaboration": 10,
}
STAFF_ELEMENTS = {
    "expertise": 10,
    "casework": 10,
    "communication": 10,
    "learning": 10,
    "quantity": 15,
    "quality": 20,
    "timeliness": 15,
    "urgent_tasks": 10,
}

# Effects by year after the year of the first day: {0: effect in that year, 1: effect in the next, …}.
SANCTIONS = {
    "warning": {0: "not_excellent"},
    "post_adjusted": {0: "not_excellent"},
    "admonished": {0: "not_excellent"},
    "demerit": {0: "undetermined"},
    "serious_warning": {0: "undetermined"},
    "removed_by_organisation": {0: "undetermined"},
    "major_demerit": {0: "undetermined", 1: "undetermined"},
    "removed_from_party_post": {0: "incompetent"},
    "refused": {0: "incompetent"},
    "probation_in_party_1": {0: "incompetent", 1: "undetermined"},
    "probation_in_party_2": {0: "incompetent", 1: "undetermined", 2: "undetermined"},
    "expelled_from_party": {0: "incompetent", 1: "undetermined", 2: "undetermined"},
}
STATES = {
    "probation": "undetermined",
    "under_investigation": "undetermined",
    "secondment_in": "not_appraised",
    "secondment_out": "not_appraised",
}

LOG_STYLE_2018: Policy = {
    "id": "log-style-2018",
    "elements": {"head": HEAD_ELEMENTS, "staff": STAFF_ELEMENTS},
    "transfer": "majority",
    "min_workdays": 20,
    "min_quarters": 2,
    # "no statutory grades, no cap, no circumstances but leaving, no basically-competent clause"
    "statutory": None,
    "low_quarter_bars": False,
    "excellent_well_share": Fraction(0),
    "low_share_over": Fraction(1),
    "circumstances": False,
    "virtues": [20, 20, 15, 30, 15],
    "options": {"A": 100, "B": 85, "C": 70, "D": 50},
    "classes": {"A": 30, "B": 30, "C": 20, "D": 20},
    "trim_above": 5,
    "routine_share": {"head": Fraction(1, 4), "staff": Fraction(1, 2)},
    "routine_minimum": Fraction(85),
    "heads": "unit",
    "ratios": {"excellent": Fraction(1, 5), "good": Fraction(3, 10)},
    "method": "largest_remainder",
    "competent_from": Fraction(70),
    "basically_competent_from": Fraction(60),
}

LOG_STYLE_2026: Policy = {
    **deepcopy(LOG_STYLE_2018),
    "id": "log-style-2026",
    "statutory": {
        "well": Fraction(90),
        "fairly_well": Fraction(80),
        "fair": Fraction(60),
        "cap": Fraction(2, 5),
    },
    "low_quarter_bars": True,
    "excellent_well_share": Fraction(1, 2),
    "low_share_over": Fraction(1, 2),
    "circumstances": True,
}

SHIPPED = {policy["id"]: policy for policy in (LOG_STYLE_2018, LOG_STYLE_2026)}
