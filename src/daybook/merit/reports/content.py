"""What a reference sheet says. It is an official form: told in the installation's language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.annual.wording import grade_word
from daybook.merit.queries.promotion import SheetRead
from daybook.merit.shown.tree import shown_value
from daybook.merit.wording import dimension_word, score_or_dash
from daybook.org.enums import Role
from daybook.rules.exact import MISSING, plain
from daybook.web.dates import full_date_words


@dataclass(frozen=True, slots=True)
class SheetYear:
    """A year of the sheet."""

    year: str
    routine: str
    assessment: str
    total: str
    grade: str
    rank: str


@dataclass(frozen=True, slots=True)
class SheetDimension:
    """A dimension of the career evaluation, with what it rests on."""

    name: str
    weight: str
    value: str
    ground: str


@dataclass(frozen=True, slots=True)
class PromotionSheet:
    """A sheet: what it says of one person."""

    title: str
    bureau: str
    name: str
    gender: str
    birth: str
    number: str
    department: str
    post: str
    since: str
    years: Sequence[SheetYear]
    evaluated: str
    evaluation: str
    dimensions: Sequence[SheetDimension]
    words: dict[str, str]

    def told(self) -> dict[str, Any]:
        """The sheet as plain data."""
        return asdict(self)

    def line(self) -> str:
        """The sheet as one line of JSON, as it is kept."""
        return json.dumps(self.told(), ensure_ascii=False, separators=(",", ":"))


def is_sheet(told: object) -> bool:
    """Whether a content read from a book has all that a sheet says, in the shape in which it is kept."""
    return (
        _has_texts(told, PromotionSheet)
        and isinstance(told, dict)
        and _has_rows(told.get("years"), SheetYear)
        and _has_rows(told.get("dimensions"), SheetDimension)
        and isinstance(told.get("words"), dict)
        and all(isinstance(told["words"].get(key), str) for key in _words())
    )


def _has_rows(rows: object, kind: type) -> bool:
    return isinstance(rows, list) and all(_has_texts(row, kind) for row in rows)


def _has_texts(told: object, kind: type) -> bool:
    names = [each.name for each in fields(kind) if each.type == "str"]
    return isinstance(told, dict) and all(isinstance(told.get(name), str) for name in names)


def promotion_sheet(read: SheetRead) -> PromotionSheet:
    """The sheet of a person as it would be issued now. Raises PolicyFault."""
    with translation.override(settings.LANGUAGE_CODE):
        return _sheet(read)


def _sheet(read: SheetRead) -> PromotionSheet:
    person, post = read.person, read.post
    return PromotionSheet(
        title=_("Reference sheet for selection and appointment"),
        bureau=person.bureau.name,
        name=person.name,
        gender=person.get_gender_display() if person.gender else "",
        birth=full_date_words(person.birth_date) if person.birth_date else "",
        number=person.number,
        department=post.department.name if post and post.department else "",
        post=(post.post or str(Role(post.role).label)) if post else "",
        since=full_date_words(post.valid_from) if post else "",
        years=[_year(read, year) for year in read.years],
        evaluated=str(read.years[0]),
        evaluation=shown_value(read.evaluation.figure),
        dimensions=_dimensions(read),
        words=_words(),
    )


def _year(read: SheetRead, year: int) -> SheetYear:
    each = read.sealed(year)
    routine, assessment, total = (each.routine, each.assessment, each.total) if each else (None, None, None)
    rank = f"{each.rank} / {read.ranked(year)}" if each and each.rank else MISSING
    return SheetYear(
        year=str(year),
        routine=score_or_dash(routine),
        assessment=score_or_dash(assessment),
        total=score_or_dash(total),
        grade=_grade(read, year),
        rank=rank,
    )


def _grade(read: SheetRead, year: int) -> str:
    """The grade as official forms write it; a local one is named beside it."""
    grade = read.grade(year)
    official = read.policy_of_year(year).statutory_form_grade.get(grade, grade)
    if official == grade:
        return grade_word(grade)
    words = {"official": grade_word(official), "local": grade_word(grade)}
    return _("%(official)s (in the bureau: %(local)s)") % words


def _dimensions(read: SheetRead) -> list[SheetDimension]:
    in_force, found = read.policy_of_year(read.years[0]), read.evaluation
    return [
        SheetDimension(
            name=dimension_word(in_force, code),
            weight=plain(weight),
            value=shown_value(found.dimensions.get(code)),
            ground=_ground(read, code),
        )
        for code, weight in in_force.career.dimensions.items()
    ]


def _ground(read: SheetRead, code: str) -> str:
    """What a dimension rests on, in a few words."""
    figure = read.evaluation.dimensions.get(code)
    if figure is None:
        return _("no value; dropped, the others rescaled")
    if figure.rule == "career_entered":
        row = read.evaluation.inputs[code][0]
        return f"{row.reason}（{row.document}）"
    if figure.rule == "career_recognition":
        return _("the ballots of heads and staff, merged")
    parts = [
        _("%(year)s: %(value)s × %(weight)s")
        % {"year": term.figure.detail, "value": term.figure.value, "weight": plain(term.weight)}
        for term in figure.terms
    ]
    return pgettext("list of reasons", "; ").join(parts)


def _words() -> dict[str, str]:
    return {
        "name": _("Name"),
        "gender": _("Gender"),
        "birth": _("Date of birth"),
        "department": _("Department"),
        "post": _("Post"),
        "since": _("In post since"),
        "number": _("Number"),
        "years": _("Appraisals of the last three years"),
        "year": pgettext("column", "Year"),
        "routine": pgettext("official form", "Routine score"),
        "assessment": pgettext("official form", "Annual assessment"),
        "total": pgettext("official form", "Annual total"),
        "grade": pgettext("official form", "Grade"),
        "rank": _("Rank in the unit"),
        "evaluation": _("Career evaluation"),
        "dimension": _("Dimension"),
        "weight": _("Weight"),
        "value": pgettext("official form", "Value"),
        "ground": _("Ground"),
        "whole": _("Evaluation"),
        "purpose": _("Purpose"),
        "issued": _("Issued"),
        "key": _("Issue number"),
        "seal": _("(Seal)"),
        "note": _(
            "A reference beside democratic recommendation and inspection; it decides nothing by itself."
        ),
    }
