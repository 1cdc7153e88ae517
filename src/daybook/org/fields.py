"""Model fields that keep their meaning exactly on both databases."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models


class FixedPointField(models.BigIntegerField):  # type: ignore[type-arg]  # the stubs' generic has no runtime form
    """An exact decimal with a fixed number of places, stored as an integer of its last place.

    SQLite would keep a DecimalField as a binary float. Scores are hundredths (`places=2`). A value
    with more places than the field keeps is refused with `ValueError`, never rounded.
    """

    # For the type checker's Django plug-in: what the field takes and gives, unlike its integer base.
    _pyi_private_set_type: Decimal | int | str  # type: ignore[assignment]
    _pyi_private_get_type: Decimal  # type: ignore[assignment]

    def __init__(self, *args: Any, places: int = 2, **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Keep the places in migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "places": self.places}

    def from_db_value(self, value: int | None, *_: Any) -> Decimal | None:
        """The decimal of a stored integer."""
        return None if value is None else Decimal(value).scaleb(-self.places)

    def to_python(self, value: Any) -> Decimal | None:
        """The decimal of a value given in code or read from a serialised form."""
        return None if value is None else Decimal(str(value))

    def get_prep_value(self, value: Any) -> int | None:
        """The integer to store. Raises ValueError for more places than the field keeps."""
        if value is None:
            return None
        scaled = Decimal(str(value)).scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} places")
        return int(scaled)
