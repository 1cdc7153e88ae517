"""Every address of the application; an address is a promise to those who bookmarked it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from daybook.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", login_not_required(health.healthz)),
    path("readyz", login_not_required(health.readyz)),
    path("accounts/", include("daybook.web.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("", include("daybook.org.urls")),
    path("", include("daybook.plans.urls")),
    path("", include("daybook.monthly.urls")),
    path("", include("daybook.daily.urls")),
    path("", include("daybook.quarterly.urls")),
    path("", include("daybook.annual.urls")),
    path("", include("daybook.objections.urls")),
    path("", include("daybook.merit.urls")),
    path("", include("daybook.supervision.urls")),
    path("", include("daybook.api.urls")),
    path("demo/", include("daybook.demo.urls")),
]
