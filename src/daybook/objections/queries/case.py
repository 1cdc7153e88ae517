"""One objection with everything that its page shows: the sheet, what was heard, how it went on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import prefetch_related_objects

from daybook.daily.access import own_reader_of
from daybook.objections.access import Sight, above_sheets, objection_for, sheet_of
from daybook.objections.clock import Clock, calendar_around, clock_of, decide_by
from daybook.objections.deciding import corrector_of
from daybook.objections.enums import Outcome
from daybook.objections.models import HearingNote, Objection, ObjectionWriting
from daybook.org.frame import Frame
from daybook.org.models import Person
from daybook.org.moments import local_day
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.notes import NOTHING, Cited, CitedByElement, cited_on
from daybook.quarterly.queries.own_facts import OwnFacts, facts_about
from daybook.quarterly.queries.own_scored import figure_of_sheet, policy_of_sheet
from daybook.quarterly.shown.elements import ElementTable, element_table
from daybook.quarterly.standing import SAID
from daybook.rules.policy import Policy
from daybook.rules.working import Working, tree


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A published sheet made ready for a table: its score and elements, with reasons and evidence."""

    sheet: ScoreSheet
    policy: Policy
    working: Working
    table: ElementTable

    @property
    def value(self) -> str:
        """The sheet's score."""
        return self.working.value


@dataclass(frozen=True, slots=True)
class Compared:
    """An element of the corrected sheet beside the old one; empty where a form does not have it."""

    name: str
    weight: str
    old: str
    new: str
    reason: str
    cited: Sequence[Cited]

    @property
    def is_changed(self) -> bool:
        """Whether the score is another."""
        return self.old != self.new


@dataclass
class Case:
    """One objection as the person of a frame may know it; each part is read once."""

    frame: Frame
    objection: Objection
    sight: Sight

    @property
    def sheet(self) -> ScoreSheet:
        """The sheet that is objected to."""
        return sheet_of(self.objection)

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return not self.objection.outcome

    @cached_property
    def _said(self) -> list[ScoreSheet]:
        """This version of the sheet and what came after it, drafts aside."""
        sheet = self.sheet
        same = {"person": sheet.person_id, "quarter": sheet.quarter, "first_day": sheet.first_day}
        rows = ScoreSheet.objects.filter(SAID, **same, version__gte=sheet.version)
        return list(rows.select_related("bureau", "person", "rater").order_by("version"))

    @property
    def versions(self) -> list[ScoreSheet]:
        """The published versions of the sheet from this one on; a later one corrects it."""
        return [each for each in self._said if each.kind == SheetKind.SCORE and each.published_at]

    @property
    def corrected(self) -> ScoreSheet | None:
        """The sheet that corrects the one objected to, once it is published."""
        return self.versions[1] if len(self.versions) > 1 else None

    @property
    def waits_for_correction(self) -> bool:
        """Whether it was upheld and the sheet still stands as it was."""
        return self.objection.outcome == Outcome.UPHELD and len(self._said) == 1

    @cached_property
    def old(self) -> SheetRead:
        """The sheet objected to, with what was cited on it."""
        return self._read(self._shown[0])

    @cached_property
    def new(self) -> SheetRead | None:
        """The corrected sheet."""
        return self._read(self._shown[1]) if self.corrected else None

    @property
    def compared(self) -> list[Compared]:
        """The elements of the corrected sheet, each beside the old one."""
        old = {line.code: line.score for line in self.old.table.lines}
        lines = self.new.table.lines if self.new else ()
        return [
            Compared(line.name, line.weight, old.get(line.code, ""), line.score, line.reason, line.cited)
            for line in lines
        ]

    @cached_property
    def cited(self) -> Mapping[int, CitedByElement]:
        """What is cited on the versions, as the reader may read it."""
        return cited_on(own_reader_of(self.frame), [each.pk for each in self._shown])

    @cached_property
    def _shown(self) -> list[ScoreSheet]:
        """The sheet objected to and the one that corrects it, with their element scores."""
        shown = self.versions[:2]
        prefetch_related_objects(shown, "element_scores")
        return shown

    def _read(self, sheet: ScoreSheet) -> SheetRead:
        return read_sheet(sheet, self.about, self.cited.get(sheet.pk, NOTHING))

    @cached_property
    def about(self) -> OwnFacts:
        """The posts of the person, by which the form of a sheet is chosen."""
        return facts_about([self.sheet.person])

    @cached_property
    def clock(self) -> Clock:
        """By when it is to be decided."""
        calendar = calendar_around(self.frame.bureau, self.sheet.first_day, self.frame.today)
        due = decide_by(self.sheet, self.objection.filed_at, calendar)
        return clock_of(calendar, due, self.frame.today)

    @property
    def was_late(self) -> bool:
        """Whether it was decided after its day."""
        decided = self.objection.decided_at
        bureau = self.frame.bureau
        return decided is not None and local_day(bureau, decided) > self.clock.due

    @cached_property
    def notes(self) -> list[HearingNote]:
        """What was heard, in order; none for who scored."""
        if not self.sight.reads_notes:
            return []
        return list(self.objection.hearing_notes.select_related("author").order_by("at", "id"))

    @cached_property
    def decider(self) -> str:
        """The name of who decides today; empty where the committee does."""
        return self._name(self.sight.decider)

    @cached_property
    def corrector(self) -> str:
        """The name of who corrects the sheet; empty where nobody does but the committee."""
        above = above_sheets([self.sheet], self.frame.today)
        return self._name(corrector_of(above, self.sheet, self.frame.today))

    def _name(self, number: str) -> str:
        if not number:
            return ""
        found = Person.objects.filter(bureau=self.frame.bureau, number=number)
        return found.values_list("name", flat=True).first() or ""

    @cached_property
    def drafts(self) -> Mapping[str, ObjectionWriting]:
        """What the reader is writing about it, by what it is about."""
        about = [f"{kind}:{self.objection.pk}" for kind in ("note", "decision")]
        rows = ObjectionWriting.objects.filter(writer=self.frame.person, about__in=about)
        return {row.about.partition(":")[0]: row for row in rows}


def case_of(frame: Frame, key: str) -> Case:
    """The page of one objection. Raises Http404."""
    objection, sight = objection_for(frame, key)
    return Case(frame, objection, sight)


def read_sheet(sheet: ScoreSheet, about: OwnFacts, cited: CitedByElement = NOTHING) -> SheetRead:
    """A published sheet under the policy it was published under; its element scores are known."""
    in_force = policy_of_sheet(sheet)
    working = tree(figure_of_sheet(sheet, about), in_force)
    reasons = {each.element: each.reason for each in sheet.element_scores.all() if each.reason}
    return SheetRead(sheet, in_force, working, element_table(working, in_force, reasons, cited))
