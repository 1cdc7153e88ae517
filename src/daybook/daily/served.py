"""What entries serve: the plan item and the matter that a form names, looked up for one form or for many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Max, Q

from daybook.org.models import Person
from daybook.plans.models import Matter, PlanItem


class Served:
    """The items and matters that forms of one author name, each looked up when it is asked for."""

    def __init__(self, author: Person) -> None:
        """For forms of this author."""
        self.author = author

    def item(self, key: str) -> PlanItem | None:
        """The item of the author's plan with this key."""
        return PlanItem.objects.filter(person=self.author, key=key).first()

    def matter(self, text: str) -> Matter | None:
        """The matter of the bureau with this key, else the newest with this title."""
        fits = Q(key=text) | Q(title=text)
        found = list(Matter.objects.filter(fits, bureau=self.author.bureau_id).order_by("-id")[:2])
        return next((matter for matter in found if matter.key == text), found[0] if found else None)


class ServedByMany(Served):
    """The same for many forms, looked up for all of them in two statements."""

    def __init__(self, author: Person, forms: Iterable[Mapping[str, Any]]) -> None:
        """For these forms, as they were typed."""
        super().__init__(author)
        given = list(forms)
        keys = {text for each in given if (text := str(each.get("plan_item", "")).strip())}
        texts = {text for each in given if (text := named_matter(str(each.get("matter", ""))))}
        self._items = {item.key: item for item in _items(author, keys)}
        matters = _matters(author, texts)
        self._matters = {each.title: each for each in matters} | {each.key: each for each in matters}

    def item(self, key: str) -> PlanItem | None:
        """The item of the author's plan with this key."""
        return self._items.get(key)

    def matter(self, text: str) -> Matter | None:
        """The matter of the bureau with this key, else the newest with this title."""
        return self._matters.get(text)


def named_matter(text: str) -> str:
    """The key or title of a matter, without the sign that people put before it."""
    return text.strip().lstrip("#＃").strip()


def _items(author: Person, keys: set[str]) -> Iterable[PlanItem]:
    return PlanItem.objects.filter(person=author, key__in=keys) if keys else ()


def _matters(author: Person, texts: set[str]) -> list[Matter]:
    """Those with such a key, and of those with such a title the newest; in order of their ids."""
    if not texts:
        return []
    of_bureau = Matter.objects.filter(bureau=author.bureau_id)
    titled = of_bureau.filter(title__in=texts).order_by().values("title").annotate(newest=Max("id"))
    fits = Q(key__in=texts) | Q(id__in=titled.values("newest"))
    return list(of_bureau.filter(fits).order_by("id"))
