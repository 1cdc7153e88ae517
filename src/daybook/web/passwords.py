"""What a new password must be, in our own words: the framework's are translated in part only."""

from __future__ import annotations

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        """What is said of one that is shorter."""
        return _("This password is shorter than %(count)s characters.") % {"count": self.min_length}

    def get_help_text(self) -> str:
        """What is said beforehand."""
        return _("At least %(count)s characters.") % {"count": self.min_length}


class NotOneself(UserAttributeSimilarityValidator):
    """Not the number or name of whoever chooses it."""

    def get_error_message(self) -> str:
        """What is said of one that is."""
        return _("This password is too much like your number.")

    def get_help_text(self) -> str:
        """What is said beforehand."""
        return _("Not like your number.")


class NotCommon(CommonPasswordValidator):
    """None of those that everybody tries first."""

    def get_error_message(self) -> str:
        """What is said of one that is."""
        return _("This password is one of those that are tried first.")

    def get_help_text(self) -> str:
        """What is said beforehand."""
        return _("None that everybody would try first.")
