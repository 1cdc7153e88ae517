"""What stands beside the seven disclosures when an entry is revised: its day, the version that was open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.daily.models import LogEntry, Writing
from daybook.web.refusals import Refused

NOT_A_DAY = _("A day is written 2026-03-31.")
MOST_VERSIONS = 1_000_000


class RevisionForm(forms.Form):
    """The day of the work, a reason where it is another and long ago, and the version that was open."""

    work_date = forms.DateField(
        input_formats=["%Y-%m-%d"], error_messages={"invalid": NOT_A_DAY, "required": NOT_A_DAY}
    )
    backfill_reason = forms.CharField(required=False)
    base = forms.IntegerField(required=False, min_value=0, max_value=MOST_VERSIONS)

    @classmethod
    def of(cls, entry: LogEntry, data: Mapping[str, Any] | None = None) -> RevisionForm:
        """The form as sent, or as an entry fills it."""
        kept = {"work_date": entry.work_date.isoformat(), "backfill_reason": entry.backfill_reason}
        return cls(data, initial={**kept, "base": entry.version})

    @classmethod
    def left(cls, draft: Writing) -> RevisionForm:
        """The form as it was left: its day, and the version that was open then."""
        reason = draft.fields.get("backfill_reason", "")
        day = draft.day.isoformat()
        return cls(initial={"work_date": day, "backfill_reason": reason, "base": draft.base})

    @property
    def day(self) -> date | None:
        """The day that was written, if it is one."""
        found: date | None = self._cleaned("work_date")
        return found

    @property
    def base_version(self) -> int:
        """The version that was open; 0, which no entry has, where it is not told."""
        return self._cleaned("base") or 0

    def _cleaned(self, name: str) -> Any:
        """What was written in a field, as far as it can be read, whatever the other fields hold."""
        return None if name in self.errors else self.cleaned_data.get(name)

    def sound_day(self) -> date:
        """The day. Raises Refused without a sentence where none was written: the fault stands by it."""
        if (day := self.day) is None:
            raise Refused("")
        return day

    def refuse(self, refused: Refused) -> bool:
        """Put a refusal by its field, if it is one of these."""
        if refused.field in self.fields and refused.message:
            self.add_error(refused.field, refused.message)
            return True
        return False
