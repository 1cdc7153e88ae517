"""Holding whom a plan or goal belongs to: acts on it come one after another, a double click is one."""

from __future__ import annotations

from daybook.org.models import Department, Person


def hold(person: Person) -> None:
    """Let the acts on a person's plan and goals come one after another, until this transaction ends."""
    Person.objects.select_for_update(no_key=True).filter(pk=person.pk).first()


def hold_department(department: Department) -> None:
    """Let the acts on a department's goals come one after another, until this transaction ends."""
    Department.objects.select_for_update(no_key=True).filter(pk=department.pk).first()
