"""A preference list as its page shows it: places with their grounds, what was decided, the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.annual.wording import grade_word
from daybook.merit.access import UseSight
from daybook.merit.models import Benefit
from daybook.merit.queries.lists import PreferenceList
from daybook.merit.queries.use_year import Member
from daybook.merit.shown.pages import Paged, paged
from daybook.merit.wording import LISTS, ground_words, score_or_dash
from daybook.quarterly.wording import source_words
from daybook.rules.exact import HUNDRED, plain
from daybook.rules.policy import Policy
from daybook.rules.preference import Place

NAMED = 5


@dataclass(frozen=True, slots=True)
class ListRow:
    """A place in words; `is_first_below` marks where those begin whom no rule puts forward."""

    rank: int
    by_rule: bool
    member: Member
    routine: str
    grounds: Sequence[str]
    decided: Sequence[Benefit]
    is_first_below: bool
    is_chosen: bool


@dataclass(frozen=True)
class ListPage:
    """The page of a list for one reader, and whom he has chosen to decide for."""

    found: PreferenceList
    sight: UseSight
    page: int = 1
    chosen: str = ""

    @property
    def kind(self) -> str:
        """Which list it is."""
        return self.found.kind

    @property
    def title(self) -> str:
        """What the list is called."""
        return str(LISTS[self.kind])

    @property
    def rule(self) -> str:
        """The rule of the list in words."""
        return RULES[self.kind](self.found.use.policy)

    @property
    def source(self) -> str:
        """Where the rule comes from."""
        policy = self.found.use.policy
        return source_words(policy.source_of(f"preference.{TABLES[self.kind]}"), policy)

    @cached_property
    def places(self) -> list[Place]:
        """The places whose people the reader sees."""
        members = self.found.members
        return [each for each in self.found.places if self.sight.unit(members[each.person].unit)]

    @property
    def put_forward(self) -> int:
        """How many of them a rule puts forward."""
        return sum(each.by_rule for each in self.places)

    @property
    def decided_count(self) -> int:
        """For how many of them something was decided."""
        return sum(each.person in self.found.decided for each in self.places)

    @cached_property
    def paged(self) -> Paged[Place]:
        """The page that is shown: the one on which whoever is chosen stands."""
        return paged(self.places, self.page, lambda each: each.person == self.chosen)

    @cached_property
    def rows(self) -> list[ListRow]:
        """The rows of the page."""
        return [self._row(each, self.paged.start + place) for place, each in enumerate(self.paged.rows)]

    @cached_property
    def choice(self) -> Member | None:
        """For whom a decision is being entered."""
        return self.found.members.get(self.chosen) if self.sight.office else None

    @cached_property
    def passed_over(self) -> list[str]:
        """Who stands above that person and has nothing yet, by name."""
        if self.choice is None:
            return []
        return [self.found.members[number].name for number in self.found.above(self.choice.number)]

    @property
    def passed_over_names(self) -> str:
        """The first of them."""
        more = "…" if len(self.passed_over) > NAMED else ""
        return pgettext("list of names", ", ").join(self.passed_over[:NAMED]) + more

    def _row(self, place: Place, index: int) -> ListRow:
        return ListRow(
            rank=place.rank,
            by_rule=place.by_rule,
            member=self.found.members[place.person],
            routine=score_or_dash(place.routine),
            grounds=[ground_words(each) for each in place.grounds],
            decided=self.found.decided.get(place.person, ()),
            is_first_below=not place.by_rule and (index == 0 or self.places[index - 1].by_rule),
            is_chosen=self.choice is not None and self.choice.number == place.person,
        )


def _award(policy: Policy) -> str:
    rule = policy.preference.merit_selection
    words = {"share": plain(rule.top_share * HUNDRED), "grades": _grades(rule.grades)}
    return (
        _("in the first %(share)s%% of the unit by routine score, or graded %(grades)s; by routine score")
        % words
    )


def _training(policy: Policy) -> str:
    rule = policy.preference.practical_training
    words = {"least": plain(rule.routine_minimum), "years": rule.years, "age": rule.age_most}
    return _("routine score from %(least)s on in %(years)s years running, aged %(age)s at most") % words


def _recuperation(policy: Policy) -> str:
    rule = policy.preference.recuperation
    words = {
        "least": plain(rule.routine_minimum),
        "grades": _grades(rule.grades),
        "years": rule.grade_years,
        "interval": rule.interval_years,
    }
    return (
        _(
            "routine score from %(least)s on this year, or %(grades)s in %(years)s years running;"
            " not within %(interval)s years of the last"
        )
        % words
    )


def _grades(grades: Sequence[str]) -> str:
    return pgettext("either of several", " or ").join(grade_word(each) for each in grades)


RULES = {"award": _award, "training": _training, "recuperation": _recuperation}
TABLES = {"award": "merit_selection", "training": "practical_training", "recuperation": "recuperation"}
