"""`daybook demo`: a believable bureau with two years of work."""

from __future__ import annotations

import time
from datetime import date, datetime

import click
from django.utils.translation import gettext as _

from daybook.demo.build import make_demo
from daybook.demo.dates import ZONE
from daybook.web.refusals import Refused


@click.command(help=_("Make the demo: one bureau, the year before and the present year to date."))
@click.option("--seed", default=1, show_default=True, help=_("Another number tells another year."))
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help=_("The day up to which it is told; today without it.")
)
def demo(seed: int, today: datetime | None) -> None:
    """Make it, saying each step."""
    started = time.perf_counter()
    try:
        make_demo(today=_day(today), seed=seed, say=click.echo)
    except Refused as fault:
        raise click.ClickException(fault.message) from fault
    click.echo(_("Made in %(seconds)s s.") % {"seconds": f"{time.perf_counter() - started:.1f}"})


def _day(today: datetime | None) -> date:
    return today.date() if today else datetime.now(ZONE).date()
