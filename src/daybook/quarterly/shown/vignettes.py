"""样例 as the page shows them: the elements to score, and afterwards where one stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from daybook.org.spoken import spoken_code
from daybook.quarterly.models import Vignette
from daybook.quarterly.queries.distribution import Distribution
from daybook.quarterly.queries.vignettes import Sample, Vignettes
from daybook.quarterly.shown.distribution import Plot
from daybook.rules.exact import plain, score_text
from daybook.rules.policy import Policy
from daybook.rules.vignettes import vignette_total


@dataclass(frozen=True, slots=True)
class ElementLine:
    """An element of the form: what was typed, and afterwards one's own score beside the middle of all."""

    code: str
    name: str
    group: str
    weight: str
    typed: str
    own: str
    median: str


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample on the page; `plot` stands where enough superiors have scored it."""

    vignette: Vignette
    lines: Sequence[ElementLine]
    count: int
    own: str
    median: str
    plot: Plot | None
    waits: bool
    fault: str
    fault_at: str


@dataclass(frozen=True, slots=True)
class SentSample:
    """What was sent for a sample and refused: of which number, as typed, and why."""

    act: str = ""
    number: int = 0
    typed: Mapping[str, str] | None = None
    fault: str = ""
    field: str = ""


def sample_views(found: Vignettes, sent: SentSample) -> list[SampleView]:
    """The samples in order."""
    waiting = {each.vignette.pk for each in found.waiting}
    return [_view(found.policy, each, each.vignette.pk in waiting, sent) for each in found.samples]


def _view(policy: Policy, sample: Sample, waits: bool, sent: SentSample) -> SampleView:
    is_sent = (sent.act, sent.number) == ("score", sample.vignette.number)
    standing = sample.standing
    typed = sent.typed if is_sent and sent.typed else {}
    return SampleView(
        vignette=sample.vignette,
        lines=_lines(policy, sample, typed),
        count=sample.count,
        own=_own_total(sample),
        median=score_text(standing.median) if standing else "",
        plot=Plot(Distribution(standing.totals)) if standing else None,
        waits=waits,
        fault=sent.fault if is_sent else "",
        fault_at=sent.field if is_sent else "",
    )


def _own_total(sample: Sample) -> str:
    """The total of the reader's own scores; nothing where the form has changed since."""
    if sample.own is None or sample.own.keys() != sample.form.codes:
        return ""
    return score_text(vignette_total(sample.form, sample.own))


def _lines(policy: Policy, sample: Sample, typed: Mapping[str, str]) -> list[ElementLine]:
    form, own = policy.sheets[sample.form.key], sample.own or {}
    medians = sample.standing.elements if sample.standing else {}
    return [
        ElementLine(
            code=code,
            name=spoken_code(policy, code),
            group=spoken_code(policy, group),
            weight=plain(form.weights[code]),
            typed=typed.get(f"score:{code}", ""),
            own=score_text(own[code]) if code in own else "",
            median=score_text(medians[code]) if code in medians else "",
        )
        for group, codes in form.groups.items()
        for code in codes
    ]
