"""The score sheet (评分表): its score, and what stands against publishing it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from daybook.rules.exact import hundredths, whole_weights
from daybook.rules.facts import Sheet
from daybook.rules.figure import Figure, Term
from daybook.rules.policy import Policy


class UnfitSheet(ValueError):
    """A sheet whose elements are those of no form of the policy."""


class Form:
    """A sheet form made ready for sums: whole weights in the proportion of the policy's."""

    __slots__ = ("codes", "divisor", "elements", "key", "path", "weights")

    def __init__(self, policy: Policy, key: str) -> None:
        weights = policy.sheets[key].weights
        order = [code for group in policy.sheets[key].groups.values() for code in group]
        whole = whole_weights(weights[code] for code in order)
        self.key = key
        self.elements = tuple(zip(order, whole, strict=True))
        self.divisor = sum(whole)
        self.codes = frozenset(order)
        self.weights = [Fraction(weights[code]) for code in order]
        self.path = f"sheets.{key}.weights"


class SheetFigure(Figure):
    """The score of a sheet; its terms, the elements, are made when somebody looks."""

    __slots__ = ("form", "sheet")

    def __init__(self, number: int, sheet: Sheet, form: Form, detail: str) -> None:
        super().__init__("sheet_score", number, (), form.path, detail)
        self.sheet = sheet
        self.form = form

    @property
    def terms(self) -> Sequence[Term]:
        """The elements in the order of the form, with their weights."""
        scores, path = self.sheet.scores, self.form.path
        return [
            Term(weight, Figure("element", scores[code], (), f"{path}.{code}", code))
            for (code, _), weight in zip(self.form.elements, self.form.weights, strict=True)
        ]


@lru_cache(maxsize=64)
def forms_of(policy: Policy) -> Mapping[str, Form]:
    """The sheet forms of a policy by key: ``head``, ``staff``, or ``staff/post class``."""
    return MappingProxyType({key: Form(policy, key) for key in policy.sheets})


def form_for(policy: Policy, category: str, post_class: str = "") -> Form:
    """The form for a category and post class; the general one where the post class has none of its own."""
    forms = forms_of(policy)
    return forms.get(f"{category}/{post_class}", forms[category]) if post_class else forms[category]


def fitting_form(policy: Policy, form: Form, scores: Mapping[str, int]) -> Form:
    """``form`` if it has the elements of the scores, else the first of the policy that does.

    Raises UnfitSheet where none does.
    """
    if form.codes == scores.keys():
        return form
    for other in forms_of(policy).values():
        if other.codes == scores.keys():
            return other
    raise UnfitSheet("、".join(sorted(scores)))


def sheet_score(form: Form, sheet: Sheet, detail: str = "") -> SheetFigure:
    """Σ weight × element ÷ 100, published, in hundredths. Source: bureau_account.

    Raises KeyError where an element is missing: a sheet is whole or no sheet.
    """
    scores = sheet.scores
    total = 0
    for code, weight in form.elements:
        total += weight * scores[code]
    divisor = form.divisor
    return SheetFigure((2 * total + divisor) // (2 * divisor), sheet, form, detail)


class SheetFault(NamedTuple):
    """What keeps a sheet from being published, and the element it is about (empty: the whole)."""

    code: str
    element: str = ""


def publishing_faults(
    policy: Policy,
    form: Form,
    scores: Mapping[str, int],
    *,
    reasons: Collection[str] = (),
    cited: Collection[str] = (),
    already_published: bool = False,
) -> list[SheetFault]:
    """Everything that stands against publishing a sheet. Source: confirmed_default.

    ``reasons`` and ``cited`` are the elements that have a reason, and cited evidence. Codes:
    ``already_published``, ``not_in_form``, ``missing``, ``out_of_range``, ``off_step``, ``reason_required``.
    """
    faults = [SheetFault("already_published")] if already_published else []
    faults += [SheetFault("not_in_form", code) for code in scores if code not in form.codes]
    for code, _ in form.elements:
        faults += _element_faults(policy, code, scores.get(code), code in reasons, code in cited)
    return faults


def _element_faults(
    policy: Policy, code: str, score: int | None, has_reason: bool, has_evidence: bool
) -> Iterator[SheetFault]:
    if score is None:
        yield SheetFault("missing", code)
        return
    off = scale_fault(policy, score)
    if off:
        yield SheetFault(off, code)
    elif not has_reason and reason_required(policy, score, has_evidence):
        yield SheetFault("reason_required", code)


def scale_fault(policy: Policy, score: int) -> str:
    """``out_of_range`` or ``off_step`` for a score in hundredths that the scale does not have, else empty."""
    scale = policy.quarterly
    if not hundredths(scale.score_least) <= score <= hundredths(scale.score_most):
        return "out_of_range"
    return "off_step" if score % hundredths(scale.score_step) else ""


def reason_required(policy: Policy, score: int, has_evidence: bool) -> bool:
    """Whether an element needs a reason: high without cited evidence, or low. Source: confirmed_default."""
    high = score >= hundredths(policy.quarterly.reason_from)
    return (high and not has_evidence) or score < hundredths(policy.quarterly.reason_below)


def is_flat(scores: Mapping[str, int]) -> bool:
    """Whether one identical value stands in every element; such a sheet is queried, not refused."""
    return len(scores) > 1 and len(set(scores.values())) == 1
