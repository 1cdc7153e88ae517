"""The addresses of the year."""

from __future__ import annotations

from django.urls import path, register_converter

from daybook.annual.views import ballot, ending, forms, grades, papers, polls, replay, reports, results, units


class YearConverter:
    """A year of four digits."""

    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        """The year as a number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The year as it stands in an address."""
        return f"{value:04d}"


register_converter(YearConverter, "year")

urlpatterns = [
    path("years/", results.this_year, name="this_year"),
    path("years/<year:year>", results.year, name="year"),
    path("years/<year:year>/summary", reports.summary, name="year_summary"),
    path("years/<year:year>/summary/draft", reports.draft, name="year_summary_draft"),
    path("years/<year:year>/summaries", reports.summaries, name="year_summaries"),
    path("years/<year:year>/summaries/<str:number>", reports.summary_of, name="year_summary_of"),
    path("years/<year:year>/units", units.units, name="year_units"),
    path("years/<year:year>/units/freeze", units.freeze, name="year_units_freeze"),
    path("years/<year:year>/units/<str:pool>/<str:grade>", units.seats, name="year_seats"),
    path("years/<year:year>/ballot", ballot.ballot, name="ballot"),
    path("years/<year:year>/ballot/anonymity", ballot.anonymity, name="ballot_anonymity"),
    path("years/<year:year>/poll", polls.poll, name="poll"),
    path("years/<year:year>/poll/papers/<int:number>", papers.papers, name="poll_papers"),
    path("years/<year:year>/results", results.results, name="year_results"),
    path("years/<year:year>/grades", grades.grades, name="year_grades"),
    path("years/<year:year>/grades/draft", grades.draft, name="year_grades_draft"),
    path("years/<year:year>/final", ending.final, name="year_final"),
    path("years/<year:year>/reopen", ending.reopen, name="year_reopen"),
    path("years/<year:year>/sign", ending.sign, name="year_sign"),
    path("years/<year:year>/people/<str:number>", results.person, name="year_of_person"),
    path("years/<year:year>/people/<str:number>/form.<str:form>", forms.form_of, name="year_form_of"),
    path("years/<year:year>/forms", forms.forms, name="year_forms"),
    path("years/<year:year>/results.xlsx", forms.roster, name="year_roster"),
    path("years/<year:year>/notice.<str:form>", forms.notice_paper_of, name="year_notice_paper"),
    path("years/<year:year>/units.<str:form>", forms.unit_paper_of, name="year_unit_paper"),
    path("years/<year:year>/report.<str:form>", forms.report_of_year, name="year_report"),
    path("years/<year:year>/replay", replay.replay, name="year_replay"),
    path("years/<year:year>/replay.xlsx", replay.workbook, name="year_replay_book"),
]
