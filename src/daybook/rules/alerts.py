"""Alerts (提醒): years in a row with one grade call somebody's attention to an act; never the act itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from daybook.rules.policy import Policy


class Raised(NamedTuple):
    """An alert of the policy, the grade it is about, and the years it stands on, the newest first."""

    alert: str
    grade: str
    years: tuple[int, ...]


def alerts_raised(policy: Policy, year: int, grades: Mapping[int, str]) -> list[Raised]:
    """The alerts that the grades decided up to `year` raise: the last years, all with the alert's grade.

    Source: confirmed_default.
    """
    found = []
    for key, alert in policy.alerts.items():
        years = tuple(year - back for back in range(alert.years))
        if all(grades.get(each) == alert.grade for each in years):
            found.append(Raised(key, alert.grade, years))
    return found
