"""What a token may be used for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """One thing that another program may do in somebody's name."""

    ENTRIES_READ = "entries:read", _("read the records")
    ENTRIES_WRITE = "entries:write", _("write one's own records")
    PLANS_READ = "plans:read", _("read goals, plans and matters")
    PLANS_WRITE = "plans:write", _("write one's own goals and plan, open matters")
