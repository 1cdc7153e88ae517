"""What stands against a grade, and what is missing, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.annual.queries.results import YearResults
from daybook.annual.wording import reason_words
from daybook.monthly.enums import Rating
from daybook.quarterly.wording import quarter_word
from daybook.rules.eligibility import EXCELLENT_ONLY, FEW_GOOD_QUARTERS, STATUTORY_GRADE, eligible_grades
from daybook.rules.periods import quarters_of
from daybook.rules.result import PersonResult
from daybook.rules.statutory import LOW, WELL
from daybook.rules.year import DECIDING

CIRCUMSTANCES = frozenset({*DECIDING, EXCELLENT_ONLY})


def reasons_of(
    results: YearResults, each: PersonResult, today: date, *, circumstances: bool = True
) -> list[str]:
    """Every reason of a person, the gravest first; circumstances only for a reader who may know them.

    Left out is what is the same for everybody: a quarter that is not over, an assessment not held yet. A
    tie has its own mark.
    """
    codes = [code for code in each.barred_by if circumstances or _kind(code) not in CIRCUMSTANCES]
    codes += [code for code in each.why if not _is_common(results, code, today)]
    return [words for code in codes for words in _words(results, each, code)]


def gravest_reasons(results: YearResults, each: PersonResult, today: date) -> list[str]:
    """The reasons that matter: one that decides the grade, or bars both, makes the others idle."""
    deciding = [code for code in each.barred_by if _kind(code) in DECIDING]
    barring = [code for code in each.barred_by if not eligible_grades([code], has_total=True)]
    circumstances = [code for code in each.barred_by if _kind(code) in CIRCUMSTANCES]
    codes: Sequence[str] = deciding or barring or circumstances or each.barred_by
    missing = [] if deciding else [code for code in each.why if not _is_common(results, code, today)]
    words = [words for code in [*codes, *missing] for words in _words(results, each, code)]
    return [*words, *_about_base(each)]


def _words(results: YearResults, each: PersonResult, code: str) -> Iterator[str]:
    if code == FEW_GOOD_QUARTERS:
        yield _few_good(each)
    elif code == STATUTORY_GRADE:
        yield from _low_quarters(results, each)
    else:
        yield reason_words(code, str(results.settled.policy.eligibility.routine_minimum))


def _few_good(each: PersonResult) -> str:
    count = sum(grade == WELL for grade in each.grades.values())
    if not count:
        return _("no “well”: not excellent")
    return ngettext(
        "“well” only %(count)s time: not excellent",
        "“well” only %(count)s times: not excellent",
        count,
    ) % {"count": count}


def _low_quarters(results: YearResults, each: PersonResult) -> Iterator[str]:
    for period in quarters_of(results.year):
        grade = each.grades.get(period.number)
        if grade in LOW:
            words = {"quarter": quarter_word(period.key), "grade": Rating(grade).label}
            yield _("%(quarter)s: %(grade)s") % words


def _is_common(results: YearResults, code: str, today: date) -> bool:
    kind, _colon, detail = code.partition(":")
    if kind == "no_ballots":
        return not results.is_assessed
    if kind in {"no_sheet", "not_published"}:
        return any(each.key == detail and today <= each.last for each in quarters_of(results.year))
    return kind == "tie" or (kind == "too_few_quarters" and not results.is_assessed)


def _about_base(each: PersonResult) -> Iterator[str]:
    """Whether somebody whose grade is open counts in the base of the unit."""
    if each.suggested == "not_appraised":
        yield _("not in the base")
    elif each.suggested == "undetermined":
        yield _("counted in the base")


def _kind(code: str) -> str:
    return code.partition(":")[0]
