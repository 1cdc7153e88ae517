"""`daybook policy`: which policies there are, what one says on a day, and whether a file holds.

`daybook account`: who may sign in.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import click
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from daybook.org import policies
from daybook.org.actions.people import make_account, set_password
from daybook.org.models import Account, Person
from daybook.org.queries import bureau_named, person_numbered
from daybook.rules.policy import Policy
from daybook.rules.policy_fault import PolicyFault
from daybook.web.refusals import Refused

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(help=_("The policies: list them, show one, check a file."))
def policy() -> None:
    """Group of the three sub-commands."""


@policy.command("list", help=_("List the policies, shipped and of DAYBOOK_POLICY_DIR."))
def list_policies() -> None:
    """One line a policy: id, first day, name."""
    for policy_id in policies.known_policies():
        found = _loaded(policy_id, date.max)
        click.echo(f"{found.id}\t{found.effective_from}\t{_label(found)}")


@policy.command("show", help=_("Show every value in force on a day, with its source."))
@click.argument("policy_id", metavar="ID")
@click.option("--on", "on", type=DAY, default=None, help=_("The day; today where it is left out."))
def show(policy_id: str, on: datetime | None) -> None:
    """Every value by its dotted key, then the sources named."""
    day = on.date() if on else timezone.localdate()
    found = _loaded(policy_id, day)
    click.echo(f"# {found.id}  {_label(found)}  {day}")
    click.echo(f"# SHA-256 {found.hash}")
    for key, value in _leaves(found.values, ""):
        source = found.sources.get(key, "")
        click.echo(f"{key} = {_spelled(value)}" + (f"    # {source}" if source else ""))
    click.echo("")
    for key in sorted(set(found.sources.values())):
        source_text = found.source_texts[key]
        click.echo(f"# {key}: {source_text.title} {source_text.articles}".rstrip())


@policy.command("check", help=_("Check a policy file; exit status 1 where it does not hold."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Say that the file holds, or name every fault with file, key and reason."""
    try:
        found = policies.check_file(file)
    except PolicyFault as refused:
        _refuse(refused)
    click.echo(_("%(file)s holds: %(id)s.") % {"file": file.name, "id": found.id})


@click.command(help=_("Let a person sign in: make the account where there is none, and set its password."))
@click.argument("number", metavar="PERSON")
@click.option(
    "--bureau", "code", default="", help=_("The bureau's code; may be left out where there is one.")
)
@click.option(
    "--password-stdin", "from_stdin", is_flag=True, help=_("Read the password from standard input, one line.")
)
def account(number: str, code: str, from_stdin: bool) -> None:
    """Set the password of the person with a staff number, and say by which name he signs in."""
    try:
        person = person_numbered(bureau_named(code), number)
        made = _let_in(person, _password(from_stdin))
    except Refused as refused:
        raise click.ClickException(refused.message) from refused
    names = {"name": person.name, "bureau": person.bureau.name, "username": made.username}
    click.echo(_("%(name)s (%(bureau)s) may sign in as %(username)s.") % names)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    for _attempt in range(3):
        first, again = _typed(_("New password")), _typed(_("Once more"))
        if first == again:
            return first
        click.echo(_("The two are not the same."), err=True)
    raise Refused(_("No password was set."), field="password")


def _typed(asked: str) -> str:
    typed: str = click.prompt(asked, hide_input=True, err=True)
    return typed


def _let_in(person: Person, password: str) -> Account:
    if Account.objects.filter(person=person).exists():
        return set_password(person=person, password=password)
    return make_account(person=person, password=password)


def _loaded(policy_id: str, on: date) -> Policy:
    try:
        return policies.policy(policy_id, on)
    except PolicyFault as refused:
        _refuse(refused)


def _refuse(refused: PolicyFault) -> NoReturn:
    english = _english()
    for fault in refused.faults:
        file = f"{fault.file.removesuffix('.toml')}.toml"
        click.echo(f"{file}: {fault.key}: {fault.reason_en if english else fault.reason}", err=True)
    sys.exit(1)


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _label(found: Policy) -> str:
    return found.name.en if _english() else found.name.zh


def _leaves(table: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        place = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from _leaves(value, place)
        else:
            yield place, value


def _spelled(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_spelled(each) for each in value) + "]"
    return str(value) if isinstance(value, int | Decimal) else f'"{value}"'
