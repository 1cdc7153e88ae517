"""样例: the sample months of a quarter, and where one's own scores stand among those of all superiors.

Single scores are read for the scorer alone; everybody else's are told in the aggregate, or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from daybook.org.calendar import work_calendar
from daybook.org.enums import RightKind
from daybook.org.frame import Frame
from daybook.org.models import Bureau, Person
from daybook.org.policies import policy_of
from daybook.quarterly.models import Vignette, VignetteScore
from daybook.quarterly.queries.expected import raters_of
from daybook.rules.deadlines import sheet_deadline
from daybook.rules.exact import hundredths
from daybook.rules.periods import Period
from daybook.rules.policy import Policy
from daybook.rules.sheet import Form, form_for
from daybook.rules.vignettes import Scores, Standing, standing_among


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample with its form, the reader's own scores, and how all scored it where enough have."""

    vignette: Vignette
    form: Form
    own: Scores | None
    count: int
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Vignettes:
    """The samples of a quarter as one reader sees them: as the personnel office, as a superior, or both."""

    period: Period
    policy: Policy
    samples: Sequence[Sample]
    is_office: bool
    scores: bool
    raters: int
    due_by: date
    today: date

    @property
    def is_open(self) -> bool:
        """Whether the superiors may see the samples."""
        return any(each.vignette.opened_at for each in self.samples)

    @property
    def is_over(self) -> bool:
        """Whether the sheets are due, and samples are scored no longer."""
        return self.due_by < self.today

    @property
    def waiting(self) -> list[Sample]:
        """What waits for the reader's scores."""
        may = self.scores and self.is_open and not self.is_over
        return [each for each in self.samples if each.own is None] if may else []


def vignettes_of(frame: Frame, period: Period) -> Vignettes:
    """The samples of a quarter; in six statements.

    Raises Http404 for who neither scores in the quarter nor belongs to the personnel office; PolicyFault.
    """
    bureau, person, today = frame.bureau, frame.person, frame.today
    raters = raters_of(bureau, period, today) if frame.reads_record else frozenset()
    is_office = RightKind.PERSONNEL_OFFICE in frame.standing.rights
    if person.pk not in raters and not is_office:
        raise Http404
    policy = policy_of(bureau, today)
    calendar = work_calendar(bureau, period.first.year, period.first.year + 1)
    rows = list(Vignette.objects.filter(bureau=bureau, quarter=period.key).order_by("number"))
    given = _scores(rows)
    samples = [
        _sample(policy, row, given[row.pk], person) for row in rows if is_office or row.opened_at is not None
    ]
    due_by = sheet_deadline(policy, calendar, period)
    scores = person.pk in raters
    return Vignettes(period, policy, samples, is_office, scores, len(raters), due_by, today)


def samples_waiting(bureau: Bureau, quarter: str, person: Person) -> int:
    """How many open samples of a quarter somebody has not scored; in one statement."""
    rows = Vignette.objects.filter(bureau=bureau, quarter=quarter, opened_at__isnull=False)
    return rows.exclude(scores__scorer=person).count()


def _scores(rows: Sequence[Vignette]) -> Mapping[int, Mapping[int, dict[str, int]]]:
    """The scores of samples by sample, by scorer, by element; in one statement."""
    found: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    columns = ("vignette_id", "scorer_id", "element", "score")
    for vignette, scorer, element, score in VignetteScore.objects.filter(vignette__in=rows).values_list(
        *columns
    ):
        found[vignette][scorer][element] = hundredths(score)
    return found


def _sample(policy: Policy, row: Vignette, given: Mapping[int, Scores], reader: Person) -> Sample:
    form = form_for(policy, row.category)
    whole = [scores for scores in given.values() if scores.keys() == form.codes]
    own = given.get(reader.pk)
    return Sample(row, form, own, len(given), standing_among(policy, form, whole))
