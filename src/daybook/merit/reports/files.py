"""An issued sheet as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from daybook.merit.models import PromotionIssue
from daybook.org.moments import local_day
from daybook.web import printing
from daybook.web.archive import Made
from daybook.web.dates import full_date_words

KINDS = printing.kinds_of(Path(__file__).resolve().parent, "sheet")


def issued_sheet(issue: PromotionIssue) -> dict[str, Any]:
    """What an issued sheet says: as it was kept, with its number, purpose, and who issued it when."""
    told: dict[str, Any] = json.loads(issue.content)
    with translation.override(settings.LANGUAGE_CODE):
        issued = _("%(name)s, %(day)s") % {
            "name": issue.issued_by.name,
            "day": full_date_words(local_day(issue.bureau, issue.issued_at)),
        }
    return {**told, "key": issue.key, "purpose": issue.purpose, "issued": issued}


def sheet_file(issue: PromotionIssue, kind: str) -> Made:
    """An issued sheet as a file."""
    name = f"{issue.key} {issue.person.number} {issue.person.name}.{kind}"
    return Made(name, KINDS[kind].make(issued_sheet(issue)))
