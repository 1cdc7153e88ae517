"""The papers of a year: the public notice (公示), and the report of the bureau's annual appraisal.

They are official: told in the installation's language, with the statutory grades.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from daybook.annual.enums import Grade
from daybook.annual.queries.notices import Named, NoticeContent, official_grade
from daybook.annual.queries.results import YearResults
from daybook.annual.shown.units import unit_names
from daybook.annual.wording import grade_word, pool_word, reason_words
from daybook.monthly.enums import Rating
from daybook.org.moments import local_day
from daybook.quarterly.wording import quarter_word
from daybook.rules.periods import quarters_of
from daybook.rules.result import PersonResult
from daybook.web.dates import full_date_words
from daybook.web.papers import Grid, OfficialPaper, Part

GRADES = (
    Grade.EXCELLENT,
    Grade.COMPETENT,
    Grade.BASICALLY_COMPETENT,
    Grade.INCOMPETENT,
    Grade.UNDETERMINED,
    Grade.NOT_APPRAISED,
)
"""The columns of a report: the statutory grades."""


def notice_paper(content: NoticeContent) -> OfficialPaper:
    """The notice as it was put up."""
    notice = content.notice
    span = {"first": full_date_words(notice.first_day), "last": full_date_words(notice.last_day)}
    closing = _(
        "The notice stands from %(first)s to %(last)s. Whoever has an objection may bring it to the "
        "personnel office within that time, under his own name and in keeping with the facts."
    )
    lists = [Part("", [], _names(people, content.is_correction)) for _grade, people in content.groups]
    reason = [_("The list is put up once more because: %(reason)s") % {"reason": notice.reason}]
    return OfficialPaper(
        title=_notice_title(content),
        parts=[
            Part("", [_notice_opening(content)]),
            *lists,
            Part("", [*(reason if notice.reason else []), closing % span]),
        ],
        signed=content.bureau,
        day=full_date_words(local_day(notice.bureau, notice.put_up_at)),
    )


def _notice_title(content: NoticeContent) -> str:
    """Of those with which grade; a corrected list says so, and may name nobody any more."""
    words = {"grade": _grades(content), "year": content.notice.year, "serial": content.notice.serial}
    title = _("Public notice of those graded %(grade)s in the annual appraisal of %(year)s")
    if not content.groups:
        title = _("Public notice of %(year)s")
    mark = _("(corrected list, no. %(serial)s)") if content.is_correction else ""
    return f"{title}{mark}" % words


def _notice_opening(content: NoticeContent) -> str:
    if not content.groups:
        return _("Nobody is on this list any more.")
    words = {"grade": _grades(content), "year": content.notice.year, "count": content.count}
    opening = ngettext(
        "In accordance with the provisions on the appraisal of civil servants and the appraisal policy of "
        "this bureau, on the proposals of the leaders in charge and after deliberation, the following "
        "person is to be graded %(grade)s in the annual appraisal of %(year)s, which is hereby made public.",
        "In accordance with the provisions on the appraisal of civil servants and the appraisal policy of "
        "this bureau, on the proposals of the leaders in charge and after deliberation, the following "
        "%(count)s people are to be graded %(grade)s in the annual appraisal of %(year)s, which is hereby "
        "made public.",
        content.count,
    )
    return opening % words


def _grades(content: NoticeContent) -> str:
    return pgettext("list of names", ", ").join(grade_word(each) for each, _people in content.groups)


def _names(people: Sequence[Named], marks_new: bool) -> Grid:
    """The people of a list; of a corrected one also who is new on it, whose workdays begin with it."""
    heads, widths = [_("No."), _("Name"), _("Department"), _("Post")], [1, 2, 4, 4]
    rows = [
        [str(place), each.person.name, each.department, each.post]
        for place, each in enumerate(people, start=1)
    ]
    if marks_new:
        heads, widths = [*heads, pgettext("notice", "Remark")], [*widths, 2]
        new = pgettext("notice", "new")
        rows = [[*row, new if each.is_new else ""] for row, each in zip(rows, people, strict=True)]
    return Grid(heads, rows, widths)


def report_paper(results: YearResults, bureau: str, today: date) -> OfficialPaper:
    """The report of a year's appraisal: who took part, grades by unit, quarters, circumstances."""
    people = results.settled.result.people
    return OfficialPaper(
        title=_("Report on the annual appraisal of %(year)s") % {"year": results.year},
        parts=[
            *([] if results.is_final else [Part("", [_("The year is not final: what follows may change.")])]),
            Part(_("1. Who was appraised"), list(_taking_part(results))),
            Part(_("2. Grades"), [_graded_words(results, people)], _by_unit(results)),
            Part(_("3. Routine appraisal"), [], _by_quarter(results)),
            Part(_("4. Special circumstances"), list(_circumstances(people))),
        ],
        signed=bureau,
        day=full_date_words(today),
    )


def _taking_part(results: YearResults) -> Iterator[str]:
    result = results.settled.result
    words = {"year": results.year, "policy": results.settled.policy.name.zh, "count": len(result.people)}
    yield _("The appraisal of %(year)s follows %(policy)s. %(count)s people fall under it.") % words
    for pool in result.pools:
        base = {"pool": pool_word(pool.pool), "count": pool.headcount}
        yield _("%(pool)s: %(count)s people in the base of the quotas.") % base


def _grade_of(results: YearResults, each: PersonResult) -> str:
    """The decided grade as official papers write it; empty where nothing is decided."""
    decided = results.decided(each)
    return official_grade(results.settled.policy, decided.grade) if decided else ""


def _graded_words(results: YearResults, people: Sequence[PersonResult]) -> str:
    counts = Counter(_grade_of(results, each) for each in people)
    told = [f"{grade_word(grade)}{counts[grade]}" for grade in GRADES if counts[grade]]
    if counts[""]:
        told.append(_("not decided %(count)s") % {"count": counts[""]})
    return pgettext("list of names", ", ").join(told) + _(".")


def _by_unit(results: YearResults) -> Grid:
    names, result = unit_names(results.settled), results.settled.result
    rows = []
    for pool in result.pools:
        for unit in pool.units:
            members = results.members(pool.pool, unit.unit)
            counts = Counter(_grade_of(results, each) for each in members)
            cells = [str(counts[grade]) for grade in GRADES]
            rows.append((pool_word(pool.pool), names.full(unit.unit), str(unit.base), *cells))
    head = (_("Staff category"), _("Unit"), _("Base"), *map(grade_word, GRADES))
    return Grid(head, rows, (3, 4, 2, *(2 for _grade in GRADES)))


def _by_quarter(results: YearResults) -> Grid:
    rows = []
    for number, period in enumerate(quarters_of(results.year), start=1):
        people = results.settled.result.people
        counts = Counter(each.grades[number] for each in people if number in each.grades)
        scored = sum(number in each.quarters for each in people)
        rows.append((quarter_word(period.key), str(scored), *(str(counts[rating]) for rating in Rating)))
    head = (pgettext("column", "Quarter"), _("Scored"), *(str(rating.label) for rating in Rating))
    return Grid(head, rows, (2, 2, *(1 for _rating in Rating)))


def _circumstances(people: Sequence[PersonResult]) -> Iterator[str]:
    """How many fall under each; nobody is named."""
    counts = Counter(code for each in people for code in each.barred_by if ":" in code)
    for code, count in sorted(counts.items()):
        yield _("%(what)s: %(count)s people.") % {"what": reason_words(code), "count": count}
    if not counts:
        yield _("There were none.")
