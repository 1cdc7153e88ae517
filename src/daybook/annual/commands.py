"""`daybook settle`, `explain`, `verify`: the year computed, opened and checked; nothing is changed."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import click
from django.db import connection, connections
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from daybook.annual.explained import explained
from daybook.annual.printed import printed_year
from daybook.annual.queries.settled import settled_line, settled_year
from daybook.annual.queries.verified import disagreements
from daybook.org.models import Bureau
from daybook.org.policies import known_policies
from daybook.org.queries import all_bureaus, bureau_named
from daybook.rules.policy_fault import PolicyFault
from daybook.web.refusals import Refused

# Two at work keep a small machine's cores busy, and memory the same whatever the machine.
MOST_PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Settling:
    """What to settle and how to print it; called with a bureau's code, also in another process."""

    year: int
    policy_id: str
    as_json: bool

    def __call__(self, code: str) -> str:
        """The text of one bureau."""
        bureau = Bureau.objects.get(code=code)
        if self.as_json:
            return settled_line(bureau, self.year, self.policy_id)
        return printed_year(bureau, settled_year(bureau, self.year, self.policy_id))


@click.command(help=_("Settle a year: scores, quotas, seats and suggested grades; nothing is changed."))
@click.argument("year", type=click.IntRange(1900, 9998))
@click.option(
    "--bureau", "code", default="", help=_("The bureau's code; may be left out where there is one.")
)
@click.option("--all", "every", is_flag=True, help=_("Every bureau, in the order of codes."))
@click.option("--policy", "policy_id", default="", help=_("Replay the year under another policy."))
@click.option("--json", "as_json", is_flag=True, help=_("One line of JSON a bureau."))
def settle(year: int, code: str, every: bool, policy_id: str, as_json: bool) -> None:
    """Print the settled year of the bureaus asked for."""
    if every and code:
        raise click.UsageError(_("Give --bureau or --all, not both."))
    if policy_id and policy_id not in known_policies():
        raise click.UsageError(_("There is no policy “%(id)s”.") % {"id": policy_id})
    try:
        codes = [bureau.code for bureau in all_bureaus()] if every else [bureau_named(code).code]
        _print(_settled(Settling(year, policy_id, as_json), codes), len(codes))
    except (Refused, PolicyFault) as refused:
        raise click.ClickException(str(refused)) from refused


@click.command(help=_("Explain one person's year: every figure with its working, down to the elements."))
@click.argument("person", metavar="PERSON")
@click.argument("year", type=click.IntRange(1900, 9998))
@click.option(
    "--bureau", "code", default="", help=_("The bureau's code; may be left out where there is one.")
)
def explain(person: str, year: int, code: str) -> None:
    """Print the working of one result as a tree."""
    try:
        bureau = bureau_named(code)
        text = explained(bureau, settled_year(bureau, year), person)
    except KeyError as unknown:
        words = {"person": person, "year": year}
        raise click.ClickException(_("%(person)s has no result in %(year)s.") % words) from unknown
    except (Refused, PolicyFault) as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(text, nl=False)


@click.command(
    help=_("Verify the ledger's chain and every published figure; exit status 1 where one is off.")
)
@click.option("--bureau", "code", default="", help=_("One bureau; all of them where it is left out."))
def verify(code: str) -> None:
    """Name everything that does not agree with what it stands on."""
    try:
        bureaus = [bureau_named(code)] if code else all_bureaus()
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    count = 0
    for bureau in tqdm(bureaus, disable=len(bureaus) < 2 or not sys.stderr.isatty(), file=sys.stderr):
        for each in disagreements(bureau):
            count += 1
            click.echo(f"{bureau.code}: {each.table}: {each.row}: {each.message}")
    if count:
        click.echo(ngettext("%(count)s disagreement", "%(count)s disagreements", count) % {"count": count})
        sys.exit(1)
    click.echo(_("Everything agrees: the chain and every published figure."))


def _print(texts: Iterable[str], count: int) -> None:
    # A progress bar only where a person waits and the results go elsewhere.
    quiet = count < 2 or not sys.stderr.isatty() or sys.stdout.isatty()
    for text in tqdm(texts, total=count, disable=quiet, file=sys.stderr):
        sys.stdout.write(text)
        sys.stdout.write("\n")


def _settled(settling: Settling, codes: Sequence[str]) -> Iterator[str]:
    """The texts in the order of codes, by as many processes as help."""
    processes = min(MOST_PROCESSES, os.cpu_count() or 1, len(codes))
    if processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(settling, codes)
        return
    _let_go_of_database()
    with multiprocessing.get_context("fork").Pool(processes, initializer=_begin) as pool:
        yield from pool.imap(settling, codes)


def _let_go_of_database() -> None:
    # A connection, or a pool's threads, must not be shared by two processes.
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend


def _begin() -> None:
    # A bureau's year is built once and dropped whole: looking for cycles in it costs a third of the time.
    gc.disable()
