"""What the base page shows apart from the person: whether this is a demonstration, and the languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

# Each language in its own words, so that somebody who reads only that one finds it.
LANGUAGES = (("zh-hans", "中文"), ("en", "English"))


def page(request: HttpRequest) -> dict[str, Any]:
    """Variables of the base page that need no database."""
    return {"demo": settings.DEMO, "languages": LANGUAGES}
