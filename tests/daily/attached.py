"""Files as people attach them, made by hand."""

from __future__ import annotations

import zipfile
from io import BytesIO

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf"
    "c0500f0004850180c3a70cd60000000049454e44ae426082"
)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,;"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\r\x00\x00\x00/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
MACROS_IN_OLE = OLE + "_VBA_PROJECT".encode("utf-16-le") + b"\0" * 600
HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\x00" + b"\0" * 600
TEXT = "水位 3.8 米\n流量 12 立方米每秒\n".encode()
NATIONAL = "水位三米八".encode("gb18030")


def package(*names: str, types: str = "<Types/>") -> bytes:
    """A zip of these parts, with a list of content types unless it is empty."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        if types:
            file.writestr("[Content_Types].xml", types)
        for name in names:
            file.writestr(name, "<a/>")
    return made.getvalue()


DOCX = package("word/document.xml")
XLSX = package("xl/workbook.xml")
PPTX = package("ppt/presentation.xml")
OFD = package("OFD.xml", "Doc_0/Document.xml", types="")
MACROS_IN_DOCX = package("word/document.xml", "word/vbaProject.bin")
MACROS_BY_TYPE = package(
    "word/document.xml",
    types='<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled"/>',
)
