"""Loading objections in bulk: an upheld one has opened its sheet, as its decision did."""

from __future__ import annotations

from daybook.objections.enums import Outcome
from daybook.objections.models import Objection
from daybook.org.models import Bureau
from daybook.quarterly.models import SheetReopening


def restore_reopenings(bureau: Bureau) -> None:
    """Open the sheets of upheld objections that are not opened yet, with the grounds of the decision."""
    upheld = Objection.objects.filter(bureau=bureau, outcome=Outcome.UPHELD, sheet__reopening=None)
    SheetReopening.objects.bulk_create(
        (
            SheetReopening(
                sheet_id=row.sheet_id,
                reopened_by_id=row.decided_by_id,
                grounds=row.grounds,
                reopened_at=row.decided_at,
            )
            for row in upheld.order_by("key")
        ),
        batch_size=500,
    )
