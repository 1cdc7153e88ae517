"""The page of a ballot: people by virtues, and what came back with a question or a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.annual.actions.polls import NOT_RATED
from daybook.annual.actions.voting import Form
from daybook.annual.enums import BallotOption, Virtue
from daybook.annual.queries.polls import OwnBallot, Ratee, State

SECONDS_A_RATEE = 30
MINUTE = 60
PREFIX = "o."
"""What the fields of a ballot begin with: `o.S03.0` is the first virtue of S03."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One virtue of one ratee: its field, how it is called, and the option that was given."""

    name: str
    virtue: str
    given: str


@dataclass(frozen=True, slots=True)
class Row:
    """One ratee with the five virtues."""

    ratee: Ratee
    cells: list[Cell]


@dataclass(frozen=True)
class BallotPage:
    """Everything the page shows; `typed` is what came back with a `question` or a `fault`."""

    ballot: OwnBallot
    typed: Mapping[str, str] = field(default_factory=dict)
    question: str = ""
    fault: str = ""

    @cached_property
    def virtues(self) -> list[str]:
        """The five virtues in words."""
        return [str(each.label) for each in Virtue]

    @property
    def options(self) -> list[tuple[str, str]]:
        """The options of the policy: the letter, and the word."""
        rules = self.ballot.policy.assessment
        return [(letter, str(BallotOption(letter).label)) for letter in (*rules.options, rules.uncounted)]

    @property
    def rows(self) -> list[Row]:
        """The people of the ballot."""
        return [Row(each, self._cells(each.number)) for each in self.ballot.ratees]

    def _cells(self, number: str) -> list[Cell]:
        names = [f"{PREFIX}{number}.{place}" for place in range(len(Virtue))]
        cells = zip(names, self.virtues, strict=True)
        return [Cell(name, virtue, self.typed.get(name, "")) for name, virtue in cells]

    @property
    def is_open(self) -> bool:
        """Whether there is a form."""
        return self.ballot.state is State.OPEN

    @property
    def minutes(self) -> int:
        """About how long it takes."""
        return max(1, round(len(self.ballot.ratees) * SECONDS_A_RATEE / MINUTE))

    @property
    def few_names(self) -> str:
        """Those on whom the class alone nearly tells whose a ballot is."""
        return _(", ").join(each.name for each in self.ballot.few)

    @property
    def script(self) -> dict[str, Any]:
        """What the page's script says and asks by itself."""
        return {
            "letters": [letter for letter, _word in self.options],
            "flatOver": self.ballot.policy.assessment.flat_over,
            "allDone": _("Everybody is rated. Read it over, then cast it."),
            "toDo": _(", %(count)s still to be rated"),
            "lacks": _("%(name)s lacks %(count)s"),
            "more": _("and others"),
            "comma": pgettext("ballot", ", "),
            "askMissing": _("%(count)s people are not rated in full. What is left open counts as not rated."),
            "askFlat": _("Everybody on your list is given the very same. Is that what you mean?"),
        }


def form_sent(sent: Mapping[str, str], ratees: list[str]) -> Form:
    """The ballot as it was sent: five letters for each ratee, and whatever was sent on others."""
    fields = {name: text for name, text in sent.items() if name.startswith(PREFIX)}
    numbers = {name.removeprefix(PREFIX).rpartition(".")[0] for name in fields}
    options = {
        number: "".join(fields.get(f"{PREFIX}{number}.{place}") or NOT_RATED for place in range(len(Virtue)))
        for number in (*ratees, *sorted(numbers.difference(ratees)))
    }
    return Form(options, confirmed=sent.get("confirmed") == "yes")
