"""The shapes of the interface: what goes in, what comes out; names are the columns of the books."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import ConfigDict, Field, ValidationInfo, model_validator

from daybook.api.v1.words import (
    Clock,
    Content,
    Day,
    Instant,
    Key,
    Long,
    Month,
    Number,
    Percent,
    Place,
    Reason,
    Short,
    Title,
    Version,
    Weight,
)
from daybook.daily.enums import EntryState, InternalReason, Visibility
from daybook.org.enums import HalfDay, Role
from daybook.plans.enums import ChangeKind, PlanState


def told(description: str, **more: Any) -> Any:
    """A field that may be left out or be null, with what it means."""
    return Field(None, description=description, **more)


class Given(Schema):
    """What comes in: a field that is not known is refused, so that a slip of the pen is seen."""

    model_config = ConfigDict(extra="forbid")


class Fault(Schema):
    """One thing that is wrong."""

    field: str = Field(description=_("the field it stands by; empty for the call as a whole"))
    message: str = Field(description=_("a sentence: what is wrong, and what to do"))


class Faults(Schema):
    """Why a call was not carried out; nothing was changed."""

    errors: list[Fault]


def narrowing(description: str) -> Any:
    """A filter, with what it means; nothing asks for everything."""
    return Field("", description=description)


class Asked(Given):
    """What is asked for in an address; a filter that is not known would silently ask for everything."""

    @model_validator(mode="before")
    @classmethod
    def _all_of_it(cls, known: Any, call: ValidationInfo) -> Any:
        # The framework hands on the known parameters alone.
        return call.context["request"].GET.dict() if call.context else known


class Paged(Asked):
    """A list that comes a page at a time."""

    before: Short = narrowing(_("the key after which the page begins"))
    limit: int = Field(50, ge=1, le=100, description=_("how many at most"))


class EntriesAsked(Paged):
    """Which entries are asked for."""

    person: Short = narrowing(_("the author's number"))
    department: Short = narrowing(_("the department's code"))
    matter: Short = narrowing(_("the matter's key"))
    since: Day | None = told(_("the first day"))
    until: Day | None = told(_("the last day"))
    q: Short = narrowing(_("words, all of which stand in the entry; internal ones are not found"))


class MattersAsked(Paged):
    """Which matters are asked for."""

    q: Short = narrowing(_("a part of the title"))
    department: Short = narrowing(_("the department's code"))
    open: bool | None = told(_("true: open ones alone; false: closed ones"))


class Whose(Asked):
    """Whose plan or goals are asked for."""

    person: Short = narrowing(_("whose, by number; one's own where nothing is said"))


class EntryFields(Given):
    """What an entry says."""

    start: Clock | None = told(_("the beginning, such as 09:30"))
    end: Clock | None = told(_("the end; needed with a beginning"))
    half_day: HalfDay | None = told(_("instead of beginning and end"))
    place: Place | None = told(_("where"))
    people: Long | None = told(_("with whom: names or numbers, joined by ；"))
    measures: Long | None = told(_("how"))
    progress: Percent | None = told(_("how far, in per cent"))
    state: EntryState | None = told(_("what was done to the matter that day"))
    outcome: Long | None = told(_("what came of it"))
    plan_item: Key | None = told(_("the item of one's own plan of that month that it serves, by its key"))
    matter: Key | None = told(_("the matter it belongs to, by its key"))
    visibility: Visibility | None = told(_("who may read it; open where nothing is said"))
    internal_reason: InternalReason | None = told(_("why an entry is internal"))


class EntryGiven(EntryFields):
    """An entry to be recorded for oneself."""

    key: Key | None = told(_("your own mark; the same key again is the same entry, recorded once"))
    work_date: Day = Field(description=_("the day it tells of"))
    content: Content = Field(description=_("what was worked on"))
    backfill_reason: Reason | None = told(_("needed where the day is recorded late"))


class EntryRevised(EntryFields):
    """A new version of an entry: fields that are left out stay as they are, null empties one."""

    version: Version = Field(description=_("the version that was read; a newer one is not overwritten"))
    work_date: Day | None = told(_("another day; it obeys the same deadlines"))
    content: Content | None = told(_("what was worked on"))
    backfill_reason: Reason | None = told(_("needed where the day is recorded late"))


class Withdrawal(Given):
    """Why an entry is withdrawn."""

    reason: Content = Field(description=_("why"))


class EntryTold(Schema):
    """An entry as the token's person may read it.

    Where `closed` says something, the text is not to be read, and the fields that would tell it are null.
    """

    key: str
    person: str = Field(description=_("the author's number"))
    name: str = Field(description=_("the author's name"))
    department: str | None = Field(description=_("the author's department that day, by its code"))
    work_date: Day
    closed: str | None = Field(
        description=_("internal, quarantined or withdrawn, where the text is not shown")
    )
    start: str | None = None
    end: str | None = None
    half_day: str | None = None
    place: str | None = None
    people: str | None = None
    content: str | None = None
    measures: str | None = None
    progress: int | None = None
    state: str | None = None
    outcome: str | None = None
    plan_item: str | None = None
    matter: str | None = None
    visibility: str
    internal_reason: str | None = None
    recorded_at: Instant | None = None
    backfill_reason: str | None = None
    entered_by: str | None = Field(None, description=_("who entered it for the author, by number"))
    withdrawn_reason: str | None = None
    version: int | None = None


class EntryList(Schema):
    """A page of entries, the newest first."""

    items: list[EntryTold]
    next: str | None = Field(description=_("give it as `before` to get the following page; null at the end"))


class ItemGiven(Given):
    """An item to be added to one's own plan."""

    key: Key | None = told(_("your own mark; the same key again adds nothing"))
    title: Title = Field(description=_("what"))
    measure: Long | None = told(_("how success is told"))
    weight: Weight | None = told(_("a number above 0 as text; 1 where nothing is said"))
    due_date: Day | None = told(_("until when"))
    annual_goal: Key | None = told(_("the annual goal it serves, by its key"))
    matter: Key | None = told(_("the matter it belongs to, by its key"))


class PlanGiven(Given):
    """Items for a month's plan; after the deadline with a reason, for the superior's consent."""

    items: list[ItemGiven] = Field(min_length=1, max_length=50)
    reason: Reason | None = told(_("why the plan changes; needed once its deadline is over"))


class OutcomeTold(Schema):
    """What came of a goal or an item."""

    state: PlanState | None
    progress: int | None
    execution: str
    visible_progress: str
    work_status: str


class ItemTold(OutcomeTold):
    """An item of a plan."""

    key: str
    title: str
    measure: str
    weight: Number
    due_date: Day | None
    annual_goal: str | None
    matter: str | None


class ChangeTold(Schema):
    """A change of a plan, with what the superior said."""

    key: str
    kind: ChangeKind
    item: str | None = Field(description=_("the item it changes, by its key"))
    title: str
    measure: str
    weight: Number
    due_date: Day | None
    reason: str
    asked_at: Instant
    decided_by: str | None = Field(description=_("null while it waits"))
    decided_at: Instant | None
    consented: bool
    answer: str


class PlanTold(Schema):
    """A person's plan of a month."""

    person: str
    month: Month
    deadline: Day = Field(description=_("the last day on which the plan is one's own to write"))
    submitted: bool = Field(description=_("whether the month is submitted, and the plan stands still"))
    items: list[ItemTold]
    changes: list[ChangeTold]


class GoalGiven(Given):
    """An annual goal of one's own; with the key of one that stands it is revised."""

    key: Key | None = told(_("your own mark; the same key again is the same goal"))
    title: Title = Field(description=_("what"))
    measure: Long | None = told(_("how success is told"))
    department_goal: Key | None = told(_("the department's goal it serves, by its key"))


class GoalTold(OutcomeTold):
    """An annual goal."""

    key: str
    person: str
    year: int
    title: str
    measure: str
    department_goal: str | None


class GoalList(Schema):
    """The goals of a person's year."""

    items: list[GoalTold]


class MatterGiven(Given):
    """A matter that an office system hands over."""

    key: Key = Field(
        description=_(
            "the number of the matter in the system it comes from; the same key again is the same matter"
        )
    )
    title: Title = Field(description=_("what it is called"))
    department: Short | None = told(_("the department it lies with, by its code"))
    department_goal: Key | None = told(_("the department's goal it serves, by its key"))
    first_day: Day | None = told(_("the day it began"))


class MatterTold(Schema):
    """A matter: a thread of work over days, months and people."""

    key: str
    title: str
    department: str | None
    department_goal: str | None
    first_day: Day | None
    last_day: Day | None = Field(description=_("the day it was closed; null while it is open"))


class MatterList(Schema):
    """A page of matters, the newest first."""

    items: list[MatterTold]
    next: str | None = Field(description=_("give it as `before` to get the following page; null at the end"))


class Oneself(Schema):
    """Whose token this is, and what it may do."""

    number: str
    name: str
    bureau: str
    bureau_name: str
    time_zone: str
    today: Day
    department: str = Field(description=_("the department's name; empty where there is none"))
    role: Role | None
    post: str
    token: str = Field(description=_("what the token is called"))
    scopes: list[str]
    expires_on: Day | None
