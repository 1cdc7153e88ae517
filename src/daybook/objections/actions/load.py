"""Loading objections in bulk: an upheld one has opened its sheet, as its decision did."""

from __future__ import annotations

from django.db.models import F

from daybook.objections.enums import Outcome
from daybook.objections.models import Objection
from daybook.org.models import Bureau
from daybook.quarterly.models import SheetReopening


def restore_reopenings(bureau: Bureau) -> None:
    """Open the sheets of upheld objections that are not opened yet, with the grounds of the decision."""
    upheld = Objection.objects.filter(bureau=bureau, outcome=Outcome.UPHELD, sheet__reopening=None)
    rows = upheld.order_by("key").values("sheet_id", "grounds", by=F("decided_by_id"), at=F("decided_at"))
    opened = (
        SheetReopening(
            sheet_id=row["sheet_id"],
            reopened_by_id=row["by"],
            grounds=row["grounds"],
            reopened_at=row["at"],
        )
        for row in rows
    )
    SheetReopening.objects.bulk_create(opened, batch_size=500)
