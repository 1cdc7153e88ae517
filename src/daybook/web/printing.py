"""Printing: a template and what it says made into a document to write on, or one to print.

The looks are those of official documents (GB/T 9704), as far as the machine has the fonts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from daybook.web.characters import all_writable

TITLE_FONTS = (
    "FZXiaoBiaoSong-B05S",
    "FZXiaoBiaoSong-B05",
    "STZhongsong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
)
"""小标宋, as official documents use; behind it what a machine is likely to have."""
BODY_FONTS = (
    "FangSong_GB2312",
    "FangSong",
    "STFangsong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
)
"""仿宋, and behind it the same."""


def document(template: Path, told: Mapping[str, Any]) -> bytes:
    """A .docx from a template, which an office may open and change."""
    from docxtpl import DocxTemplate

    made = DocxTemplate(template)
    made.render(all_writable(told), autoescape=True)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def portable(template: Path, name: str, told: Mapping[str, Any]) -> bytes:
    """A PDF, set by typst with the fonts of the machine; the template finds what is told under a name.

    Ask `can_make_pdf` first.
    """
    import typst

    title, body = fonts_found()
    given = {name: json.dumps({**all_writable(told), "title_fonts": title, "body_fonts": body})}
    compiler = typst.Compiler(template, root=template.parent, font_paths=_fonts(), sys_inputs=given)
    made = compiler.compile(format="pdf")
    return made if isinstance(made, bytes) else b"".join(made or ())


def can_make_pdf() -> bool:
    """Whether this machine has a font in which Chinese can be set."""
    return all(fonts_found())


@lru_cache(maxsize=1)
def fonts_found() -> tuple[list[str], list[str]]:
    """Of the fonts for titles and for the body those that are here, the best first."""
    here = {family.lower() for family in _fonts().families()}
    wanted = (TITLE_FONTS, BODY_FONTS)
    title, body = ([name for name in names if name.lower() in here] for names in wanted)
    return title, body


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The fonts of the machine and of the folder that the settings name."""
    import typst

    return typst.Fonts(font_paths=[Path(settings.FONT_DIR)] if settings.FONT_DIR else [])


OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, PDF = f"{OFFICE}.wordprocessingml.document", "application/pdf"
XLSX = f"{OFFICE}.spreadsheetml.sheet"


class Kind(NamedTuple):
    """A kind of file: how what a form says is made into it, and what it is."""

    make: Callable[[Mapping[str, Any]], bytes]
    media_type: str


def kinds_of(folder: Path, name: str) -> dict[str, Kind]:
    """The kinds of file that a form can be given out as: `<name>.docx` and `<name>.typ` are its templates."""
    return {
        "docx": Kind(lambda told: document(folder / f"{name}.docx", told), DOCX),
        "pdf": Kind(lambda told: portable(folder / f"{name}.typ", name, told), PDF),
    }


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text, without blanks around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]
