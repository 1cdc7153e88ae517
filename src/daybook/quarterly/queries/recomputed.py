"""Every published sheet, scored again from its elements under the policy it was published under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from daybook.org.models import Bureau
from daybook.org.moments import local_day
from daybook.org.policies import policy
from daybook.org.roster import roster_of
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.rules.exact import decimal_of
from daybook.rules.facts import Appointment, Sheet
from daybook.rules.policy_fault import PolicyFault
from daybook.rules.sheet import UnfitSheet, fitting_form, form_for, sheet_score
from daybook.rules.units import CATEGORY_OF_ROLE


class SheetAgain(NamedTuple):
    """A sheet: its key in the books, the score that stands, and the one computed, where there is one.

    Only a published sheet of kind `score` has a score.
    """

    key: str
    stored: Decimal | None
    computed: Decimal | None


def sheets_again(bureau: Bureau) -> Iterator[SheetAgain]:
    """All sheets of a bureau that have or should have a score, in order; in memory that does not grow."""
    held: dict[str, list[Appointment]] = defaultdict(list)
    for each in roster_of(bureau, date.min, date.max).appointments:
        held[each.person].append(each)
    published = Q(kind=SheetKind.SCORE, published_at__isnull=False)
    rows = ScoreSheet.objects.filter(published | Q(score__isnull=False), bureau=bureau)
    rows = rows.select_related("person").prefetch_related("element_scores")
    for sheet in rows.order_by("quarter", "id").iterator(chunk_size=500):
        key = f"{sheet.person.number} {sheet.quarter} {sheet.first_day} {sheet.version}"
        yield SheetAgain(key, sheet.score, _computed(bureau, sheet, held[sheet.person.number]))


def _computed(bureau: Bureau, sheet: ScoreSheet, held: Sequence[Appointment]) -> Decimal | None:
    if sheet.kind != SheetKind.SCORE or sheet.published_at is None:
        return None
    on = local_day(bureau, sheet.published_at)
    try:
        in_force = policy(sheet.policy or bureau.policy, on)
    except PolicyFault:
        return None
    before = [each for each in held if each.valid_from <= sheet.last_day] or held
    if not before:
        return None
    last = max(before, key=lambda each: each.valid_from)
    form = form_for(in_force, CATEGORY_OF_ROLE.get(last.role, "staff"), last.post_class)
    scores = {each.element: int(each.score * 100) for each in sheet.element_scores.all()}
    try:
        form = fitting_form(in_force, form, scores)
    except UnfitSheet:
        return None
    return decimal_of(sheet_score(form, Sheet(0, scores, on)).hundredths)
