"""The one door to people and departments: a bureau's roster is open to everybody in it, to nobody else."""

from __future__ import annotations

from django.http import Http404

from daybook.org.models import Department, Person


def person_for(viewer: Person, number: str) -> Person:
    """A person of the viewer's own bureau. Raises Http404."""
    found = Person.objects.filter(bureau=viewer.bureau_id, number=number).first()
    if found is None:
        raise Http404
    found.bureau = viewer.bureau
    return found


def department_for(viewer: Person, code: str) -> Department:
    """A department of the viewer's own bureau. Raises Http404."""
    found = Department.objects.filter(bureau=viewer.bureau_id, code=code).first()
    if found is None:
        raise Http404
    return found
