"""Small PDFs written by hand: lines of Helvetica in any size, an information dictionary, an XMP packet."""

from __future__ import annotations

Line = tuple[float, str]


def pdf(pages: list[list[Line]], *, info: dict[str, str] | None = None, xmp: str = "") -> bytes:
    """A PDF whose pages have these lines, each (size, text), from the top down; an empty text is a blank line."""
    objects: list[bytes] = [b"", b""]  # catalog and page tree come last
    font = _add(objects, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        content = _content(lines)
        stream = _add(objects, b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
        resources = b"/Resources << /Font << /F %d 0 R >> >> /MediaBox [0 0 595 842]" % font
        kids.append(_add(objects, b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R %b >>" % (stream, resources)))
    metadata = b""
    if xmp:
        packet = xmp.encode()
        number = _add(objects, b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%b\nendstream" % (len(packet), packet))
        metadata = b" /Metadata %d 0 R" % number
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R%b >>" % metadata
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    about = b"".join(b"/%b (%b) " % (key.encode(), _escaped(value)) for key, value in (info or {}).items())
    last = _add(objects, b"<< %b>>" % about)
    return _file(objects, b"/Root 1 0 R /Info %d 0 R" % last)


def packet(properties: str) -> str:
    """An XMP packet with these elements; prefixes dc and prism."""
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">{properties}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    )


def _add(objects: list[bytes], written: bytes) -> int:
    objects.append(written)
    return len(objects)


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _content(lines: list[Line]) -> bytes:
    out, y = [b"BT"], 800.0
    for size, text in lines:
        y -= size * 1.4
        if text:
            out.append(b"/F %.1f Tf 1 0 0 1 60 %.1f Tm (%b) Tj" % (size, y, _escaped(text)))
    return b"\n".join([*out, b"ET"])


def _file(objects: list[bytes], trailer: bytes) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        trailer,
        len(out),
    )
