"""Evening out how a text is typed: width, capitals, dashes; so that what means the same is the same."""

from __future__ import annotations

from collections.abc import Iterable

# Half-width for full-width, small for capital letters, one kind of dash: each sign for one sign, so that a
# place in the folded line is the same place in the line as typed.
_FOLDED = {
    **{sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((ord(sign) for sign in "–—―−─‐‑‒﹣~～〜－"), ord("-")),
    **{ord(sign): ord(" ") for sign in "\u3000\u00a0\t\r\n\v\f"},
    ord("∶"): ord(":"),
    ord("︰"): ord(":"),
    ord("﹕"): ord(":"),
    ord("﹪"): ord("%"),
    ord("﹟"): ord("#"),
}
FOLDED = {
    **_FOLDED,
    **{capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)},
    **{capital: capital - 0xFEE0 + 32 for capital in range(0xFF21, 0xFF3B)},
}


def folded(text: str) -> str:
    """The text with its full-width signs, capitals and dashes evened out; as long as before."""
    return text.translate(FOLDED)


def all_folded(texts: Iterable[str]) -> list[str]:
    """Each of the texts folded, all at once."""
    found = [text.replace("\x00", " ") for text in texts]
    return folded("\x00".join(found)).split("\x00") if found else []
