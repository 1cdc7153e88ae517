"""The addresses of the year."""

from __future__ import annotations

from django.urls import path, register_converter

from daybook.annual.views import reports, results


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
    path("years/<year:year>/results", results.results, name="year_results"),
    path("years/<year:year>/people/<str:number>", results.person, name="year_of_person"),
]
