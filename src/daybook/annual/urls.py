"""The addresses of the year."""

from __future__ import annotations

from django.urls import path, register_converter

from daybook.annual import views


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
    path("years/", views.this_year, name="this_year"),
    path("years/<year:year>", views.year, name="year"),
    path("years/<year:year>/results", views.results, name="year_results"),
    path("years/<year:year>/people/<str:number>", views.person, name="year_of_person"),
]
