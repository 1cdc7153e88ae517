"""The corrected sheet while it is written: old beside new, element by element, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from daybook.daily.access import own_reader_of
from daybook.daily.models import LogEntry
from daybook.objections.queries.case import Case
from daybook.objections.queries.proposal import Proposal, proposal_with
from daybook.org.models import Person
from daybook.org.policies import policy_of
from daybook.org.spoken import spoken_code
from daybook.quarterly.actions.papers import fault_words
from daybook.quarterly.actions.reopening import try_correction
from daybook.quarterly.models import ScoreSheet, SheetWriting
from daybook.quarterly.queries.notes import LETTERS, Cited
from daybook.quarterly.queries.own_scored import fact_of_sheet, form_of_post
from daybook.quarterly.typed import hundredths_typed
from daybook.rules.exact import decimal_of, plain
from daybook.rules.policy import Policy
from daybook.rules.sheet import Form, UnfitSheet, fitting_form, publishing_faults
from daybook.web.refusals import Refused

SCORE, REASON, CITE, COMMENT = "score:", "reason:", "cite:", "comment"


def keys_in(text: str) -> list[str]:
    """The keys of the entries that a text names, each by its key or by the address of its page; each once."""
    paths = (urlsplit(part).path.rstrip("/") for part in text.split())
    return list(dict.fromkeys(path.rpartition("/")[2] for path in paths))


@dataclass(frozen=True, slots=True)
class ElementTyped:
    """One element of the corrected sheet as its form shows it."""

    code: str
    name: str
    weight: str
    old: str
    old_reason: str
    new: str
    reason: str
    cited: Sequence[Cited]

    @property
    def is_changed(self) -> bool:
        """Whether another score is typed."""
        return hundredths_typed(self.old) != hundredths_typed(self.new)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: scores, reasons and keys of cited entries by element, a comment."""

    fields: Mapping[str, str]
    version: int = 0

    def of(self, prefix: str) -> dict[str, str]:
        """The texts of one kind by element."""
        found = (
            (name.removeprefix(prefix), text) for name, text in self.fields.items() if name.startswith(prefix)
        )
        return {code: text for code, text in found if text}

    @property
    def comment(self) -> str:
        """The comment."""
        return self.fields.get(COMMENT, "")


@dataclass
class Correction:
    """A correction being written, or tried by who decides, from what was typed, kept, or stands."""

    case: Case
    typed: Typed | None = None

    @cached_property
    def policy(self) -> Policy:
        """The policy it would be published under: that of today."""
        return policy_of(self.case.frame.bureau, self.case.frame.today)

    @cached_property
    def form(self) -> Form:
        """Today's policy's form for the post of that time; another, if that has the elements of the sheet."""
        of_post = form_of_post(self.policy, self.case.sheet, self.case.about)
        scores = fact_of_sheet(self.case.sheet.bureau, self.case.versions[0]).scores
        try:
            return fitting_form(self.policy, of_post, scores)
        except UnfitSheet:
            return of_post

    @cached_property
    def draft(self) -> SheetWriting | None:
        """What the reader has kept of it."""
        sheet = self.case.sheet
        of_sheet = {"person": sheet.person, "quarter": sheet.quarter, "first_day": sheet.first_day}
        return SheetWriting.objects.filter(writer=self.case.frame.person, **of_sheet).first()

    @property
    def fields(self) -> Mapping[str, str]:
        """What stands in the inputs: what was sent, else what was kept, else the old sheet."""
        if self.typed is not None:
            return self.typed.fields
        return self.draft.fields if self.draft else self._standing

    @property
    def version(self) -> int:
        """The version of the draft the form goes on with."""
        if self.typed is not None:
            return self.typed.version
        return self.draft.version if self.draft else 0

    @property
    def comment(self) -> str:
        """The comment in the form."""
        return self.fields.get(COMMENT, "")

    @cached_property
    def elements(self) -> list[ElementTyped]:
        """The elements in the order of the form, old beside new."""
        lines = {line.code: line for line in self.case.old.table.lines}
        weights = zip(self.form.elements, self.form.weights, strict=True)
        return [
            ElementTyped(
                code=code,
                name=spoken_code(self.policy, code),
                weight=plain(weight),
                old=lines[code].score if code in lines else "",
                old_reason=lines[code].reason if code in lines else "",
                new=self.fields.get(f"{SCORE}{code}", ""),
                reason=self.fields.get(f"{REASON}{code}", ""),
                cited=self._cited.get(code, ()),
            )
            for (code, _whole), weight in weights
        ]

    @property
    def scale(self) -> dict[str, str]:
        """The scale of an element in words of figures."""
        scale = self.policy.quarterly
        return {
            "least": plain(scale.score_least),
            "most": plain(scale.score_most),
            "step": plain(scale.score_step),
            "high": plain(scale.reason_from),
            "low": plain(scale.reason_below),
        }

    def proposal(self, rater: Person | None = None) -> Proposal:
        """What would change with what was typed; with a `rater`, exactly as he would publish it.

        Raises Refused for what could not be published.
        """
        scores, sheet = self.scores(), self.case.sheet
        made = self._made(rater) if rater else self._tried(scores)
        return proposal_with(sheet, made, scores, self.case.frame.today)

    def scores(self) -> dict[str, int]:
        """The scores that were typed, in hundredths. Raises Refused where one is none."""
        found: dict[str, int] = {}
        for code, text in Typed(self.fields).of(SCORE).items():
            score = hundredths_typed(text)
            if score is None:
                told = {"element": spoken_code(self.policy, code)}
                raise Refused(_("“%(element)s”: write a score such as 88.5.") % told, field=code)
            found[code] = score
        return found

    def given(self) -> dict[str, Any]:
        """What was typed, as the act that corrects the sheet takes it. Raises Refused."""
        scores: dict[str, Decimal] = {code: decimal_of(score) for code, score in self.scores().items()}
        typed = Typed(self.fields)
        return {
            "scores": scores,
            "reasons": typed.of(REASON),
            "comment": typed.comment,
            "citations": self._entries(typed.of(CITE)),
        }

    def _made(self, rater: Person) -> ScoreSheet:
        return try_correction(sheet=self.case.sheet, rater=rater, at=timezone.now(), **self.given())

    def _tried(self, scores: Mapping[str, int]) -> ScoreSheet:
        """The sheet that who decides tries: the same rater, no reasons asked. Raises Refused."""
        faults = publishing_faults(self.policy, self.form, scores, reasons=self.form.codes)
        if faults:
            raise Refused(
                "；".join(fault_words(fault, self.policy) for fault in faults), field=faults[0].element
            )
        old = self.case.sheet
        return ScoreSheet(
            quarter=old.quarter,
            first_day=old.first_day,
            last_day=old.last_day,
            version=old.version + 1,
            rater=old.rater,
            policy=self.policy.id,
        )

    def _entries(self, cites: Mapping[str, str]) -> dict[str, list[LogEntry]]:
        """The entries named, by element. Raises Refused for a key that names none."""
        named = {code: keys_in(text) for code, text in cites.items()}
        keys = {key for each in named.values() for key in each}
        rows = LogEntry.objects.filter(bureau=self.case.frame.bureau, key__in=keys) if keys else ()
        known = {entry.key: entry for entry in rows}
        if unknown := sorted(keys - known.keys()):
            raise Refused(_("There is no entry %(key)s.") % {"key": unknown[0]}, field=COMMENT)
        return {code: [known[key] for key in each] for code, each in named.items()}

    @cached_property
    def _old_scores(self) -> dict[str, str]:
        return {line.code: line.score for line in self.case.old.table.lines}

    @property
    def _standing(self) -> dict[str, str]:
        """The old sheet as the inputs hold it."""
        found = {f"{SCORE}{code}": score for code, score in self._old_scores.items()}
        for line in self.case.old.table.lines:
            found[f"{REASON}{line.code}"] = line.reason
            found[f"{CITE}{line.code}"] = " ".join(each.key for each in line.cited)
        return {**found, COMMENT: self.case.versions[0].comment}

    @cached_property
    def _cited(self) -> Mapping[str, list[Cited]]:
        """The entries named in the form, as the reader may read them; what is not there is left out."""
        named = {code: keys_in(text) for code, text in Typed(self.fields).of(CITE).items()}
        keys = {key for each in named.values() for key in each}
        if not keys:
            return {}
        rows = LogEntry.objects.filter(bureau=self.case.frame.bureau, key__in=keys).select_related("person")
        entries = {entry.key: entry for entry in rows}
        whole = own_reader_of(self.case.frame).readable(list(entries.values()))
        shown = {
            key: Cited(entry.work_date, key, entry.content[:LETTERS] if entry.pk in whole else "")
            for key, entry in entries.items()
        }
        return {code: [shown[key] for key in each if key in shown] for code, each in named.items()}
