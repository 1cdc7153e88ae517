"""Who may get and post what, by the name of each route."""

from __future__ import annotations

from dataclasses import dataclass

from tests.stage import PEOPLE

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
    "poll_papers": Row("/years/2025/poll/papers/1", OFFICE, OFFICE, OFFICE),
    "year_units": Row("/years/2025/units", WITH_STRANGER),
    "year_units_freeze": Row("/years/2025/units/freeze", NEVER, OFFICE, OFFICE),
    "year_seats": Row("/years/2025/units/civil/good", OFFICE, OFFICE),
    "year_replay": Row("/years/2025/replay", LEADERS | OFFICE),
    "year_replay_book": Row("/years/2025/replay.xlsx?policy=log-style-2018", LEADERS | OFFICE),
    "year_results": Row("/years/2026/results", WITH_STRANGER),
    "year_forms": Row("/years/2026/forms", WITH_STRANGER, NOBODY),  # no form yet
    "year_roster": Row("/years/2026/results.xlsx", NOBODY),  # no figures yet
    "year_notice_paper": Row("/years/2026/notice.docx", NOBODY),  # none is put up
    "year_unit_paper": Row("/years/2026/units.docx", NOBODY),  # no figures yet
    "year_report": Row("/years/2026/report.docx", NOBODY),
    "year_form_of": Row("/years/2026/people/S02/form.docx", NOBODY),
    "year_grades": Row("/years/2025/grades", LEADERS | OFFICE, LEADERS | OFFICE),
    "year_grades_draft": Row("/years/2025/grades/draft", NEVER, NOBODY),  # not assessed: nothing to propose
    "year_final": Row("/years/2025/final", COMMITTEE, COMMITTEE),
    "year_reopen": Row("/years/2025/reopen", COMMITTEE, COMMITTEE),
    "year_sign": Row("/years/2025/sign", EVERYBODY, EVERYBODY),
    "year_notice": Row("/years/2024/notice", WITH_STRANGER, INSIDE),
    "reconsider": Row("/years/2024/reconsider", AUTHOR, AUTHOR),
    "year_objection": Row("/objections/years/YO-OPEN", AUTHOR, NOBODY),  # its year has no figures to change
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
