"""Score sheets: elements of the right form and on the scale, complete where they are published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from daybook.books.checks.context import Context
from daybook.books.checks.people import Dated, overlaps, where_of
from daybook.books.checks.posts import Posts
from daybook.books.spool import CHANGED, NEW, key_names
from daybook.books.tables.kinds import plain, shown
from daybook.books.tables.periods import SCORE_SHEETS
from daybook.quarterly.enums import SheetKind
from daybook.rules.exact import hundredths
from daybook.rules.facts import Sheet
from daybook.rules.policy import Policy
from daybook.rules.sheet import Form, scale_fault, sheet_score

TOUCHED = (NEW, CHANGED)


@dataclass
class Found:
    """A sheet with its elements: score in hundredths by code, and the row each stands in."""

    rowid: int
    row: int
    person: str
    quarter: str
    first_day: str
    last_day: str
    kind: str
    published_at: str
    touched: bool
    scores: dict[str, int | None] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    unreadable: bool = False


def overlapping_sheets(context: Context) -> None:
    """Two sheets of one person, quarter and version that share a day; a withdrawn one takes no days."""
    key = "person || ' ' || quarter || ' ' || version"
    rows = context.spool.select(
        f"SELECT row, {key}, rater, first_day, last_day FROM score_sheets "
        f"WHERE kind <> ? AND {key} IS NOT NULL AND first_day <> '' AND last_day <> '' "
        f"ORDER BY {key}, first_day, row",
        SheetKind.WITHDRAWN.value,
    )
    dated = (Dated(row, place, rater or "", first, last) for row, place, rater, first, last in rows)
    for later, earlier in overlaps(dated, same_holder=True):
        row, other = (later, earlier) if later.row else (earlier, later)
        words = {"where": where_of(other), "first": other.first, "last": other.last}
        message = _(
            "overlaps the sheet in %(where)s (%(first)s to %(last)s); expected spans that do not overlap"
        )
        context.report.refuse("score_sheets", row.row, "first_day", message % words)


def sheets_under_the_policy(context: Context) -> None:
    """Every element on its sheet's form and on the scale; published sheets complete, and their score kept."""
    context.spool.connection.execute(
        "CREATE TABLE scored(sheet INTEGER PRIMARY KEY, score INTEGER, policy TEXT, hash TEXT)"
    )
    brought = context.spool.sizes["score_sheets"] or context.spool.sizes["element_scores"]
    if not brought or context.home.policy is None:
        return
    posts = Posts(context.spool)
    for sheet in _sheets(context):
        if sheet.touched:
            _SheetCheck(context, posts, sheet).run()


def _sheets(context: Context) -> Iterator[Found]:
    same = " AND ".join(f"e.{name} = s.{name}" for name in key_names(SCORE_SHEETS))
    rows = context.spool.select(
        "SELECT s.rowid, s.row, s.person, s.quarter, s.first_day, s.last_day, s.kind, s.published_at, "
        "s.status, e.row, e.element, e.score, e.status FROM score_sheets AS s "
        f"LEFT JOIN element_scores AS e ON {same} WHERE s.person IS NOT NULL AND s.quarter IS NOT NULL "
        "AND s.first_day <> '' AND s.last_day <> '' "
        f"ORDER BY {', '.join(key_names(SCORE_SHEETS, 's.'))}, s.rowid"
    )
    for _rowid, lines in groupby(rows, key=lambda row: row[0]):
        yield _found(list(lines))


def _found(lines: list[Any]) -> Found:
    first = lines[0]
    touched = any(line[8] in TOUCHED or (line[9] is not None and line[12] in TOUCHED) for line in lines)
    rowid, row, person, quarter, first_day, last_day, kind, published_at = first[:8]
    sheet = Found(rowid, row, person, quarter, first_day, last_day, kind, published_at, touched)
    for row, element, score, _status in (line[9:] for line in lines):
        if row is not None:
            sheet.unreadable = sheet.unreadable or element is None or score is None
            if element is not None:
                sheet.scores[element] = None if score is None else hundredths(Decimal(score))
                sheet.rows[element] = row
    return sheet


class _SheetCheck:
    """The check of one sheet under the policy it was or would be published under."""

    def __init__(self, context: Context, posts: Posts, sheet: Found) -> None:
        self.context = context
        self.sheet = sheet
        self.policy = self._policy()
        self.form = _form(self.policy, posts, sheet)

    def _policy(self) -> Policy:
        home, sheet = self.context.home, self.sheet
        if sheet.published_at:
            return home.policy_on(home.local_day(datetime.fromisoformat(sheet.published_at)))
        return home.policy_on(date.fromisoformat(sheet.last_day))

    def run(self) -> None:
        """Tell what is wrong; keep the score of a published sheet that is sound."""
        before = self.context.report.fault_count
        for element, score in self.sheet.scores.items():
            self._check_element(element, score)
        if not (self.sheet.kind == SheetKind.SCORE and self.sheet.published_at) or self.sheet.unreadable:
            return
        self._check_complete()
        if self.context.report.fault_count == before:
            self._keep_score()

    def _check_element(self, element: str, score: int | None) -> None:
        if element not in self.form.codes or self.sheet.kind == SheetKind.OPINION:
            self._tell(element, "element", _("%(text)s is no element of this sheet; expected: %(expected)s"))
        elif score is not None and scale_fault(self.policy, score):
            self._tell_scale(element, score)

    def _tell(self, element: str, column: str, message: str) -> None:
        codes = (
            "" if self.sheet.kind == SheetKind.OPINION else "、".join(code for code, _w in self.form.elements)
        )
        words = {"text": shown(element), "expected": codes or _("none, since it is an opinion")}
        self._refuse(element, column, message % words)

    def _tell_scale(self, element: str, score: int) -> None:
        scale = self.policy.quarterly
        words = {
            "score": plain(Decimal(score).scaleb(-2)),
            "least": plain(scale.score_least),
            "most": plain(scale.score_most),
            "step": plain(scale.score_step),
        }
        if scale_fault(self.policy, score) == "off_step":
            message = _("%(score)s is off the step; expected %(least)s to %(most)s in steps of %(step)s")
        else:
            message = _("%(score)s is out of range; expected %(least)s to %(most)s in steps of %(step)s")
        self._refuse(element, "score", message % words)

    def _refuse(self, element: str, column: str, message: str) -> None:
        row = self.sheet.rows[element]
        if row:
            self.context.report.refuse("element_scores", row, column, message)
        else:
            self.context.report.refuse("score_sheets", self.sheet.row, "person", f"{element}: {message}")

    def _check_complete(self) -> None:
        missing = [code for code, _weight in self.form.elements if code not in self.sheet.scores]
        if not missing:
            return
        words = {"elements": "、".join(missing)}
        message = (
            _("the published sheet lacks the elements %(elements)s; expected every element of its form")
            % words
        )
        if self.sheet.row:
            self.context.report.refuse("score_sheets", self.sheet.row, "published_at", message)
        else:
            row = max(self.sheet.rows.values(), default=0)
            self.context.report.refuse("element_scores", row, "element", message)

    def _keep_score(self) -> None:
        scores = {code: score for code, score in self.sheet.scores.items() if score is not None}
        figure = sheet_score(self.form, _as_fact(self.sheet, scores))
        self.context.spool.connection.execute(
            "INSERT INTO scored VALUES (?, ?, ?, ?)",
            (self.sheet.rowid, figure.hundredths, self.policy.id, self.policy.hash),
        )


def _as_fact(sheet: Found, scores: Mapping[str, int]) -> Sheet:
    return Sheet(int(sheet.quarter[-1]), scores, None)


def _form(policy: Policy, posts: Posts, sheet: Found) -> Form:
    """The form of the post held at the end of the sheet's span, or one held within it that fits better."""
    forms = posts.forms(policy, sheet.person, sheet.first_day, sheet.last_day)
    return min(forms, key=lambda form: len(sheet.scores.keys() - form.codes))
