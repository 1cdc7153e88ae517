"""Who is allowed what, over every route: one that is not in the table fails, and so does one that is gone.

The author has written everything on the stage: an open, an internal and a hidden entry, a draft, a plan, a
request. Whoever may not is told that there is nothing (404); somebody not signed in is sent to the door; a
wrong method is told as such (405).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from daybook.daily.models import Attachment
from daybook.ledger.models import LedgerLine
from tests.stage import PEOPLE, Stage, everything, staged

ADMINISTRATORS = frozenset({"system administrator", "security administrator", "audit administrator"})
STRANGER = frozenset({"another bureau"})
INSIDE = frozenset(PEOPLE) - ADMINISTRATORS
"""Everybody of the bureau but the three administrators, to whom the record is not open."""
EVERYBODY = frozenset(PEOPLE) | STRANGER
"""Whoever is signed in: a page of one's own, in one's own bureau."""
WITH_STRANGER = INSIDE | STRANGER
"""A page of the own bureau's record."""
NOBODY: frozenset[str] = frozenset()
AUTHOR = frozenset({"author"})
LINE = frozenset({"superior", "leader", "principal"})
PARTY = AUTHOR | LINE | {"personnel office"}
"""Who reads an internal entry of the author's: not the superior of another time, not another leader."""
OFFICES = frozenset({"personnel office", "security administrator"})
OFFICE = frozenset({"personnel office"})
REVIEWER = frozenset({"superior"})
"""Whoever reviews the author's month: the superior of that time, and nobody above him."""
FORMER = frozenset({"former superior"})
"""Who scored the author's last quarter; the superior of today sees its total alone."""
INVOLVED = frozenset({"author", "former superior", "leader", "principal", "personnel office"})
"""Who knows of the author's objections: the one who scored, the line above him, who decides, the office."""
DECIDER = frozenset({"leader"})
COMMITTEE = frozenset({"principal", "personnel office"})
"""Who decides the grades of a year, or records what the committee decided."""
LEADERS = frozenset({"leader", "other leader", "principal"})
WHOLE_SIGHT = frozenset({"principal"}) | OFFICE
"""Who sees the use of results of everybody: reference sheets are for them alone."""
RATERS = frozenset({"superior", "former superior", "leader", "other leader"})
"""Whoever scores somebody in the present quarter."""
NEVER = None
"""The route does not know the method."""

Who = frozenset[str] | None


@dataclass(frozen=True)
class Row:
    """A route: an address of it, who may get it, and who may post to it.

    What is posted is garbage. `NOBODY` posts where garbage names nothing that could be done. `acts`: for whom
    posting alone says enough, and something is done.
    """

    address: str
    get: Who = NEVER
    post: Who = NEVER
    acts: frozenset[str] = NOBODY


TABLE = {
    "home": Row("/", EVERYBODY),
    "waiting": Row("/waiting", EVERYBODY),
    "account_change_password": Row("/accounts/password/", EVERYBODY, EVERYBODY),
    "policy": Row("/policy", EVERYBODY),
    "today": Row("/today", EVERYBODY),
    "day": Row("/days/2026-03-30", EVERYBODY),
    "day_state": Row("/days/2026-03-30/state", EVERYBODY),
    "day_skeleton": Row("/days/2026-03-30/skeleton", NOBODY),
    "day_line": Row("/days/2026-03-30/line", NEVER, EVERYBODY),
    "day_record": Row("/days/2026-03-30/record", NEVER, EVERYBODY),
    "day_save": Row("/days/2026-03-30/save", NEVER, EVERYBODY, AUTHOR),  # whose draft is saved
    "day_tap": Row("/days/2026-03-30/tap", NEVER, NOBODY),
    "day_copy": Row("/days/2026-03-30/copy", NEVER, NOBODY),
    "day_fill": Row("/days/2026-03-30/fill", NEVER, NOBODY),
    "day_row": Row("/days/2026-03-30/rows/W-9", NOBODY, NOBODY),
    "ask_unlock": Row("/days/2026-03-30/unlock", EVERYBODY, EVERYBODY),
    "unlocks": Row("/unlocks", EVERYBODY, WITH_STRANGER),
    "decide_unlock": Row("/unlocks/S02/2026-03-10", INSIDE, NOBODY),
    "entrusted": Row("/people/L01/days", frozenset({"deputy"})),
    "enter_for": Row("/people/L01/days/2026-03-30", frozenset({"deputy"}), frozenset({"deputy"})),
    "draft": Row("/drafts/W-1", AUTHOR, NOBODY),
    "discard_draft": Row("/drafts/W-1/discard", NEVER, NOBODY, AUTHOR),
    "suggest": Row("/suggest", EVERYBODY),
    "feed": Row("/feed", WITH_STRANGER),
    "feed_new": Row("/feed/new", WITH_STRANGER),
    "live": Row("/live", WITH_STRANGER),
    "search": Row("/search", WITH_STRANGER),
    "entry": Row("/entries/E-OPEN", INSIDE),
    "comments": Row("/entries/E-OPEN/comments", INSIDE, INSIDE),
    "edit_entry": Row("/entries/E-OPEN/edit", AUTHOR, AUTHOR),
    "withdraw_entry": Row("/entries/E-OPEN/withdraw", AUTHOR, AUTHOR),
    "correct_entry": Row("/entries/E-OPEN/correct", AUTHOR, AUTHOR),
    "confirm_entry": Row(  # the leader whom it was entered for
        "/entries/E-SCRIBE/confirm",
        frozenset({"principal"}),
        frozenset({"principal"}),
        frozenset({"principal"}),
    ),
    "attach": Row("/entries/E-OPEN/attachments", AUTHOR, AUTHOR),
    "attachment": Row("/attachments/{attachment}/来信.txt", PARTY),
    "remove_attachment": Row("/attachments/{attachment}/remove", AUTHOR, AUTHOR, AUTHOR),
    "hide_entry": Row("/entries/E-OPEN/quarantine", OFFICES, OFFICES),
    "quarantine": Row("/office/quarantine", OFFICES, OFFICES),
    "decide_quarantine": Row("/office/quarantine/E-HIDDEN", NEVER, NOBODY),
    "matters": Row("/matters/", WITH_STRANGER),
    "matter": Row("/matters/M-1", INSIDE),
    "close_matter": Row("/matters/M-1/close", NEVER, INSIDE),
    "person": Row("/people/S02", INSIDE),
    "department": Row("/departments/D01", INSIDE),
    "plan_consents": Row("/plans/consents", EVERYBODY, NOBODY),
    "plans": Row("/plans/2026", EVERYBODY, NOBODY),
    "plans_of": Row("/plans/2026/people/S02", INSIDE, AUTHOR),
    "division": Row("/plans/2026/departments/D01", INSIDE, NOBODY),
    "this_month": Row("/months/", EVERYBODY),
    "month_plan": Row("/months/2026-03/plan", EVERYBODY, NOBODY),
    "month_plan_of": Row("/months/2026-03/people/S02/plan", INSIDE, AUTHOR),
    "month": Row("/months/2026-03", EVERYBODY, NOBODY),
    "month_summary": Row("/months/2026-03/summary", NEVER, EVERYBODY, EVERYBODY),
    "month_submit": Row("/months/2026-03/submit", EVERYBODY, EVERYBODY),
    "month_of": Row("/months/2026-03/people/S02", INSIDE),
    "month_of_bureau": Row("/months/2026-03/bureau", WITH_STRANGER),
    "bureau_report": Row("/months/2026-03/bureau/report.xlsx", WITH_STRANGER),
    "month_of_department": Row("/months/2026-03/departments/D01", INSIDE),
    "department_report": Row("/months/2026-03/departments/D01/report.xlsx", INSIDE),
    "month_extensions": Row("/months/2026-03/extensions", OFFICE, OFFICE),
    "message": Row("/messages/M-1", NEVER, NOBODY),
    "month_review": Row("/months/2026-03/review", WITH_STRANGER),
    "this_review": Row("/reviews/", WITH_STRANGER),
    "reviews": Row("/reviews/2026-03", WITH_STRANGER),
    "review": Row("/reviews/2026-03/S02/2026-03-01", REVIEWER, REVIEWER),
    "return_month": Row("/reviews/2026-03/S02/2026-03-01/return", REVIEWER, REVIEWER),
    "review_draft": Row("/reviews/2026-03/S02/2026-03-01/draft", NEVER, REVIEWER),
    "deputies": Row("/reviews/deputies", WITH_STRANGER, WITH_STRANGER),
    "end_deputy": Row("/reviews/deputies/2026-03-30/end", NEVER, NOBODY),
    "this_quarter": Row("/quarters/", EVERYBODY),
    "quarter": Row("/quarters/2025-Q4", EVERYBODY, NOBODY),
    "quarter_of": Row("/quarters/2025-Q4/people/S02", PARTY | FORMER),
    "quarter_people": Row("/quarters/2025-Q4/people", WITH_STRANGER),
    "quarter_form": Row("/quarters/2025-Q4/form.docx", AUTHOR),
    "quarter_form_of": Row("/quarters/2025-Q4/people/S02/form.docx", (PARTY - REVIEWER) | FORMER),
    "quarter_forms": Row("/quarters/2025-Q4/forms", EVERYBODY, NOBODY),
    "expected_sheets": Row("/quarters/2026-Q1/expected", OFFICE),
    "expected_list": Row("/quarters/2026-Q1/expected.xlsx", OFFICE),
    "routine_grades": Row("/quarters/2026-Q1/grades", OFFICE, OFFICE),
    "scoring": Row("/quarters/2026-Q1/scoring", WITH_STRANGER),
    "scoring_sign": Row("/quarters/2026-Q1/scoring/sign", WITH_STRANGER, WITH_STRANGER),
    "scoring_evidence": Row("/quarters/2026-Q1/scoring/S02/2026-03-01/evidence", REVIEWER),
    "scoring_draft": Row("/quarters/2026-Q1/scoring/S02/2026-03-01/draft", NEVER, REVIEWER),
    "vignettes": Row("/quarters/2026-Q1/vignettes", RATERS | OFFICE, RATERS | OFFICE),
    "objections": Row("/objections", EVERYBODY),
    "object_to": Row("/objections/new/2025-Q4/2025-10-01", AUTHOR, AUTHOR),
    "object_to_draft": Row("/objections/new/2025-Q4/2025-10-01/draft", NEVER, AUTHOR),
    "objection": Row("/objections/O-OPEN", INVOLVED),
    "withdraw_objection": Row("/objections/O-OPEN/withdraw", NEVER, AUTHOR),
    "hearing_note": Row("/objections/O-OPEN/notes", NEVER, DECIDER | OFFICE),
    "decide_objection": Row("/objections/O-OPEN/decide", NEVER, DECIDER),
    "objection_draft": Row("/objections/O-OPEN/drafts/note", NEVER, DECIDER | OFFICE),
    "correction": Row("/objections/O-UPHELD/correction", INVOLVED, FORMER),
    "correction_preview": Row("/objections/O-UPHELD/correction/preview", FORMER, FORMER),
    "correction_draft": Row("/objections/O-UPHELD/correction/draft", NEVER, FORMER),
    "this_year": Row("/years/", EVERYBODY),
    "year": Row("/years/2026", EVERYBODY),
    "year_summary": Row("/years/2026/summary", EVERYBODY, EVERYBODY),
    "year_summary_draft": Row("/years/2026/summary/draft", NEVER, EVERYBODY),
    "year_summaries": Row("/years/2026/summaries", WITH_STRANGER),
    "year_summary_of": Row("/years/2026/summaries/S02", AUTHOR),  # not submitted: the way to his own
    "ballot": Row("/years/2025/ballot", WITH_STRANGER, WITH_STRANGER),
    "ballot_anonymity": Row("/years/2025/ballot/anonymity", WITH_STRANGER),
    "poll": Row("/years/2025/poll", OFFICE, OFFICE),
    "poll_papers": Row("/years/2025/poll/papers/1", OFFICE, OFFICE),
    "year_units": Row("/years/2025/units", WITH_STRANGER),
    "year_units_freeze": Row("/years/2025/units/freeze", NEVER, OFFICE, OFFICE),
    "year_seats": Row("/years/2025/units/civil/good", OFFICE, OFFICE),
    "year_replay": Row("/years/2025/replay", LEADERS | OFFICE),
    "year_replay_book": Row("/years/2025/replay.xlsx?policy=log-style-2018", LEADERS | OFFICE),
    "year_results": Row("/years/2026/results", WITH_STRANGER),
    "year_forms": Row("/years/2026/forms", WITH_STRANGER, NOBODY),  # no form yet
    "year_roster": Row("/years/2026/results.xlsx", NOBODY),  # no figures yet
    "year_notice_paper": Row("/years/2026/notice.docx", NOBODY),  # none is put up
    "year_report": Row("/years/2026/report.docx", NOBODY),
    "year_form_of": Row("/years/2026/people/S02/form.docx", NOBODY),
    "year_grades": Row("/years/2025/grades", LEADERS | OFFICE, LEADERS | OFFICE),
    "year_grades_draft": Row("/years/2025/grades/draft", NEVER, NOBODY),  # not assessed: nothing to propose
    "year_final": Row("/years/2025/final", COMMITTEE, COMMITTEE),
    "year_reopen": Row("/years/2025/reopen", COMMITTEE, COMMITTEE),
    "year_sign": Row("/years/2025/sign", NEVER, EVERYBODY),
    "year_notice": Row("/years/2024/notice", WITH_STRANGER, INSIDE),
    "reconsider": Row("/years/2024/reconsider", AUTHOR, AUTHOR),
    "year_objection": Row("/objections/years/YO-OPEN", AUTHOR | COMMITTEE, COMMITTEE),
    "year_of_person": Row("/years/2026/people/S02", NOBODY),  # a year that is not over has no results
    "year_use": Row("/years/2025/use", LEADERS | OFFICE),
    "career_of_person": Row("/years/2025/use/people/S02", DECIDER | WHOLE_SIGHT, OFFICE),
    "preference_list": Row("/years/2025/use/lists/award", LEADERS | OFFICE, OFFICE),
    "merit_alerts": Row("/years/2025/use/alerts", LEADERS | OFFICE, OFFICE),
    "merit_register": Row("/years/2025/use/register", LEADERS | OFFICE, OFFICE),
    "person_record": Row("/people/S02/record", PARTY),
    "promotion_of": Row("/people/S02/promotion", WHOLE_SIGHT, WHOLE_SIGHT),
    "promotion_issues": Row("/promotions", WHOLE_SIGHT),
    "promotion_issue": Row("/promotions/2026-0001", WHOLE_SIGHT),
    "promotion_file": Row("/promotions/2026-0001/sheet.docx", WHOLE_SIGHT),
    "api_docs": Row("/api/docs", EVERYBODY),
    "api_tokens": Row("/api/tokens", EVERYBODY, EVERYBODY),
    "revoke_api_token": Row("/api/tokens/0000000000000000/revoke", NEVER, NOBODY),
}
DOORS = frozenset(
    {
        "accounts/login/",
        "accounts/logout/",
        "language/",
        "demo/",
        "demo/sign-in/",
        "healthz",
        "readyz",
        "api/v1/",
        "api/v1/<rest:rest>",
    }
)
"""Routes that are open to all, or ask for a token: they have tests of their own."""

# What comes back where somebody may: the page, a way on, or a sentence on what was posted.
ANSWERED = frozenset({200, 302, 400, 409, 422})
GARBAGE = {
    "csrf": "x",
    "content": "\x00",
    "day": "2026-02-30",
    "month": "2026-13",
    "version": "x",
    "key": "../x",
    "act": "?",
}
ODD = {
    "day": ("2026-02-30", "2026-13-01", "0000-00-00", "2026-3-1", "x"),
    "month": ("2026-13", "0000-01", "2026-3", "x"),
    "year": ("0", "99999", "1"),
    "else": ("../x", "a b", "é'\"<", "x" * 300, "\x00", "X-none"),
}
SOUND = {
    "day": "2026-03-30",
    "month": "2026-03",
    "quarter": "2025-Q4",
    "year": "2026",
    "key": "E-OPEN",
    "number": "S02",
    "code": "D01",
    "name": "x",
    "mark": "0" * 16,
    "form": "xlsx",
    "kind": "note",
    "benefit": "award",
}
ASKED = (
    "q=%00&date=2026-02-30&day=2026-02-30&on=x&month=2026-13&before=%00"
    "&after=../x&year=x&page=-1&person=%ff&matter="
)


EMPTY = frozenset({"author", "superior"})


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    """Every route below some patterns, with its name."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, before + str(each.pattern))
        else:
            yield before + str(each.pattern), str(each.name)


ROUTES = {name: route for route, name in routes(get_resolver().url_patterns) if route not in DOORS}


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    """The stage with everybody signed in."""
    with staged() as found:
        for who in ("anonymous", *PEOPLE, "another bureau"):
            found.client(who)
        yield found


def address(row: Row) -> str:
    """The address of a row, with the key that the attachment got."""
    return row.address.replace("{attachment}", Attachment.objects.get().key)


def call(client: Client, method: str, path: str, given: dict[str, str] | None = None) -> int:
    """The status of a call, of which nothing is left behind."""
    with transaction.atomic():
        status: int = getattr(client, method)(path, given or {}).status_code
        transaction.set_rollback(True)
    return status


def test_every_route_is_in_the_table() -> None:
    found = {route for route, _name in routes(get_resolver().url_patterns)}
    assert found >= DOORS
    assert ROUTES.keys() == TABLE.keys()


MOST_ASKED = 4


def asking(row_of: Who, place: int) -> list[str]:
    """Who asks at a row of the table: all who may not, and of those who may, each in turn, a few.

    What many may is asked for by four of them; over the rows everybody's turn comes. A method that no route
    knows is unknown to whoever calls.
    """
    may = sorted(EVERYBODY if row_of is NEVER else row_of)
    start = place * MOST_ASKED
    few = {may[(start + step) % len(may)] for step in range(min(MOST_ASKED, len(may)))}
    return sorted(few if row_of is NEVER else few | (EVERYBODY - row_of))


def amiss(row_of: Who, found: dict[str, int], good: frozenset[int]) -> bool:
    """Whether others than those who may got through, or were told anything but that there is nothing."""
    if row_of is NEVER:
        return set(found.values()) != {405}
    through = {who for who, status in found.items() if status in good}
    told = {status for who, status in found.items() if who not in row_of}
    return through != row_of & found.keys() or not told <= {404}


def test_who_may_get_what(stage: Stage) -> None:
    wrong = {}
    for place, (name, row) in enumerate(TABLE.items()):
        found = {who: call(stage.client(who), "get", address(row)) for who in asking(row.get, place)}
        if amiss(row.get, found, frozenset({200, 302})):
            wrong[name] = found
    assert wrong == {}


def test_who_may_post_what_and_garbage_changes_nothing(stage: Stage) -> None:
    wrong, before = {}, (LedgerLine.objects.count(), everything())
    for place, (name, row) in enumerate(TABLE.items()):
        found: dict[str, int] = {}
        with transaction.atomic():
            for who in asking(row.post, place):
                if who in row.acts:
                    found[who] = call(stage.client(who), "post", address(row), GARBAGE)
                else:
                    found[who] = stage.client(who).post(address(row), GARBAGE).status_code
            if not row.acts:
                found |= {
                    f"{who}, nothing": stage.client(who).post(address(row)).status_code for who in EMPTY
                }
            changed = (LedgerLine.objects.count(), everything()) != before
            transaction.set_rollback(True)
        empty = {found.pop(f"{who}, nothing", 404) for who in EMPTY}
        if changed or max(empty) >= 500 or amiss(row.post, found, ANSWERED):
            wrong[name] = {"changed": changed, "empty": empty, **found}
    assert wrong == {}


def test_the_door_stands_before_everything(stage: Stage) -> None:
    for row in TABLE.values():
        for method in ("get", "post"):
            answer = getattr(stage.client("anonymous"), method)(address(row))
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/"), row


def test_other_methods_lead_nowhere(stage: Stage) -> None:
    for name, method in product(TABLE, ("put", "delete")):
        status = call(stage.client("author"), method, address(TABLE[name]))
        # The pages of signing in answer as to a reading; what matters is that nothing is done.
        assert status in ({200} if name == "account_change_password" else {404, 405}), (name, method)


def test_odd_questions_are_borne(stage: Stage) -> None:
    for name, row in TABLE.items():
        who = "author" if "author" in (row.get or NOBODY) else min(row.get or PEOPLE)
        status = call(stage.client(who), "get", f"{address(row)}?{ASKED}")
        assert status in {200, 302, 400, 404, 405, 422}, (name, status)


def odd_addresses(route: str) -> Iterator[str]:
    """The addresses of a route in which one part is not what it should be."""
    parts = [tuple(part.split(">")[0].split(":")) for part in route.split("<")[1:]]
    for kind, name in parts:
        for value in ODD.get(name, ODD["else"]):
            path = route.replace(f"<{kind}:{name}>", quote(value, safe=""))
            for other_kind, other in parts:
                path = path.replace(f"<{other_kind}:{other}>", SOUND[other])
            yield f"/{path}"


@pytest.mark.many
def test_what_is_no_address_leads_nowhere(stage: Stage) -> None:
    lines, wrong = LedgerLine.objects.count(), {}
    for route in ROUTES.values():
        for path in odd_addresses(route):
            asked = call(stage.client("author"), "get", path)
            given = call(stage.client("personnel office"), "post", path, GARBAGE)
            if not {asked, given} <= {404, 405}:
                wrong[path] = (asked, given)
    assert wrong == {}
    assert LedgerLine.objects.count() == lines
