"""What the tests of objections begin with."""

from tests.objections.scene import sheet

__all__ = ["sheet"]
