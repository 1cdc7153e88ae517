"""Sub-commands of the books: import, export, and the template to fill in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import click
from django.db import DatabaseError
from django.utils.translation import gettext as _

from daybook.books.exporting import WORKBOOK, CannotExport, export_book
from daybook.books.faults import Fault
from daybook.books.importing import Imported, imported_book
from daybook.books.reading.source import NoBook
from daybook.books.tables import BY_NAME
from daybook.books.template import write_template
from daybook.org.models import Bureau
from daybook.rules.policy_fault import PolicyFault

PATH = click.Path(path_type=Path)


@click.command("import", help=_("Take a book in, all of it or nothing."))
@click.argument("book", type=PATH)
@click.option("--bureau", metavar="CODE", help=_("The bureau, where the book does not name it."))
@click.option("--update", is_flag=True, help=_("Change rows that stand with other values."))
@click.option("--json", "as_json", is_flag=True, help=_("Print faults, or else warnings, as a JSON list."))
@click.pass_context
def import_(ctx: click.Context, book: Path, bureau: str | None, update: bool, as_json: bool) -> None:
    """Import a book; every fault is printed, and the exit status is 1 where there is any."""
    try:
        with imported_book(book, bureau=bureau, update=update) as result:
            _print_json(result) if as_json else _print_plain(result)
            ctx.exit(0 if result.accepted else 1)
    except NoBook as error:
        if as_json:
            click.echo(json.dumps([Fault("", 0, "", str(error))._asdict()], ensure_ascii=False))
            ctx.exit(1)
        raise click.ClickException(str(error)) from error
    except (OSError, sqlite3.Error, DatabaseError, PolicyFault) as error:
        words = {"error": error}
        raise click.ClickException(_("Nothing was imported: %(error)s") % words) from error


def _print_json(result: Imported) -> None:
    found: Iterable[Fault] = result.report.warnings() if result.accepted else result.report.faults()
    click.echo("[", nl=False)
    for place, fault in enumerate(found):
        click.echo(("," if place else "") + "\n" + json.dumps(fault._asdict(), ensure_ascii=False), nl=False)
    click.echo("]")


def _print_plain(result: Imported) -> None:
    if not result.accepted:
        for fault in result.report.faults():
            click.echo(str(fault))
        words = {"count": result.report.fault_count}
        click.echo(_("Nothing was imported: %(count)d faults.") % words, err=True)
        return
    for warning in result.report.warnings():
        click.echo(_("warning: %(warning)s") % {"warning": warning}, err=True)
    _print_counts(result)


def _print_counts(result: Imported) -> None:
    for name, counts in result.counts.items():
        words = {
            "table": f"{name} {BY_NAME[name].chinese}",
            "new": counts.new,
            "changed": counts.changed,
            "same": counts.same,
        }
        click.echo(_("%(table)s: %(new)d new, %(changed)d changed, %(same)d as they stood") % words)
    if any(counts.new or counts.changed for counts in result.counts.values()):
        click.echo(_("The book of %(bureau)s was imported.") % {"bureau": result.bureau})
    else:
        click.echo(_("Everything stands already; nothing was changed."))


@click.command(help=_("Write a bureau's book into an empty folder or an .xlsx workbook."))
@click.argument("target", type=PATH)
@click.option("--bureau", metavar="CODE", help=_("The bureau; may be left out where there is one."))
def export(target: Path, bureau: str | None) -> None:
    """Export a bureau; the export is recorded in the ledger."""
    chosen = _chosen_bureau(bureau)
    try:
        counts = export_book(chosen, target)
    except CannotExport as error:
        raise click.ClickException(str(error)) from error
    except (OSError, DatabaseError) as error:
        raise click.ClickException(_("Nothing was exported: %(error)s") % {"error": error}) from error
    words = {"bureau": chosen.code, "rows": sum(counts.values()), "path": target}
    click.echo(_("The book of %(bureau)s, %(rows)d rows, was written to %(path)s.") % words)


def _chosen_bureau(code: str | None) -> Bureau:
    found = list(
        Bureau.objects.filter(code=code) if code is not None else Bureau.objects.order_by("code")[:2]
    )
    if len(found) == 1:
        return found[0]
    if code is not None:
        raise click.ClickException(_("There is no bureau %(code)s.") % {"code": code})
    if found:
        raise click.ClickException(_("There are several bureaus; name one with --bureau."))
    raise click.ClickException(_("There is no bureau yet; import a book first."))


@click.command(help=_("Write the .xlsx workbook to fill in, with Chinese headers and examples."))
@click.argument("target", metavar="FILE.xlsx", type=PATH)
def template(target: Path) -> None:
    """Write the template; an existing file is left alone."""
    if target.suffix.lower() != WORKBOOK:
        raise click.ClickException(_("%(path)s: expected a name that ends in .xlsx.") % {"path": target})
    if target.exists():
        raise click.ClickException(_("%(path)s exists already.") % {"path": target})
    try:
        write_template(target)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    click.echo(_("The template was written to %(path)s.") % {"path": target})
