"""What becomes of a file: on a disk, on its way, in an editor, by somebody who means harm."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from fuzzing import junk

Damage = Callable[[bytes, Random], bytes]
_TOKEN = re.compile(rb"[A-Za-z0-9_.+-]+")
_NUMBER = re.compile(rb"\d+(?:\.\d+)?")
_BOMB = 4_000_000
"""Bytes of one letter that a small file unpacks to."""


def _span(content: bytes, random: Random, longest: int = 400) -> tuple[int, int]:
    begin = random.randrange(len(content) + 1)
    return begin, min(len(content), begin + random.randrange(1, longest))


def sound(content: bytes, random: Random) -> bytes:
    return content


def flip(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 3, 20))):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def cut(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def take_out(content: bytes, random: Random) -> bytes:
    begin, end = _span(content, random)
    return content[:begin] + content[end:]


def repeat(content: bytes, random: Random) -> bytes:
    begin, end = _span(content, random)
    return content[:end] + content[begin:end] * random.choice((1, 2, 50)) + content[end:]


def swap(content: bytes, random: Random) -> bytes:
    one, other = sorted((_span(content, random), _span(content, random)))
    if one[1] > other[0]:
        return content[::-1]
    (a, b), (c, d) = one, other
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def splice(content: bytes, random: Random) -> bytes:
    begin, end = _span(content, random)
    at = random.randrange(len(content) + 1)
    return content[:at] + content[begin:end] + content[at:]


def insert(content: bytes, random: Random) -> bytes:
    for _ in range(random.choice((1, 1, 1, 4))):
        at = random.randrange(len(content) + 1)
        content = content[:at] + random.choice(junk.BYTES) + content[at:]
    return content


def zero(content: bytes, random: Random) -> bytes:
    begin, end = _span(content, random)
    return content[:begin] + bytes(end - begin) + content[end:]


def other_word(content: bytes, random: Random) -> bytes:
    """A word or a number of the file becomes a hostile one."""
    found = [*_TOKEN.finditer(content)]
    if not found:
        return content
    one, word = random.choice(found), junk.word(random)
    said = word.encode("utf-8", "surrogatepass")
    return content[: one.start()] + said + content[one.end() :]


def other_number(content: bytes, random: Random) -> bytes:
    found = [*_NUMBER.finditer(content)]
    if not found:
        return content
    one = random.choice(found)
    many = (b"9" * 400, b"-1", b"0", b"1e400", b"nan", b"inf", b"1e-400", b'"5"', b"true", b"5.5.5")
    return content[: one.start()] + random.choice(many) + content[one.end() :]


def lines(content: bytes, random: Random) -> bytes:
    """Lines twice, gone, in another order, or with other ends."""
    found = content.split(b"\n")
    at, which = random.randrange(len(found)), random.randrange(6)
    if which == 0:
        found.insert(at, found[at])
    elif which == 1:
        del found[at]
    elif which == 2:
        random.shuffle(found)
    elif which == 3:
        found = [line + random.choice((b"", b"\r", b"\r\r", b" ")) for line in found]
    elif which == 4:
        return b"\r".join(found)
    else:
        found.insert(at, b"")
    return b"\n".join(found)


def columns(content: bytes, random: Random) -> bytes:
    """A column or a key twice, gone or under another name: in the first line, or in all."""
    head, mark, rest = content.partition(b"\n")
    names = [*re.finditer(rb"[A-Za-z_]+", head)] or [*re.finditer(rb"[A-Za-z_]+", content)]
    if not names:
        return content
    name, other = random.choice(names)[0], random.choice(names)[0]
    other = random.choice((other, b"", name.upper(), b" " + name, other))
    if random.random() < 0.5:
        return head.replace(name, other, 1) + mark + rest
    return content.replace(name, other)


def encoding(content: bytes, random: Random) -> bytes:
    """The same text in another encoding, or with a mark of one that it is not in."""
    text = content.decode("utf-8", "replace")
    others = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "utf-7", "cp037")
    if random.random() < 0.5:
        return text.encode(random.choice(others), "replace")
    return random.choice((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff")) + content


def nest(content: bytes, random: Random) -> bytes:
    """Something nested deeply in place of a word."""
    found = [*_TOKEN.finditer(content)] or [*re.finditer(rb"", content)]
    one, deep = random.choice(found), random.choice((3, 90, 5_000, 60_000))
    opens, closes = random.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"{a=", b"}"), (b"(", b")")))
    return content[: one.start()] + opens * deep + b"1" + closes * deep + content[one.end() :]


def empty(content: bytes, random: Random) -> bytes:
    return random.choice((b"", b"\n", b" ", b"\x00", b"\xef\xbb\xbf", b"[]", b"{}", b"null", b"\r"))


def bomb(content: bytes, random: Random) -> bytes:
    """Little that unpacks to much; as text where nothing is packed."""
    much = b"a" * _BOMB
    which = random.randrange(4)
    if which == 0:
        return gzip.compress(content + much)
    if which == 1:
        return content + b"," + much[: _BOMB // 8]
    if which == 2:
        return gzip.compress(gzip.compress(much))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"oesm26st/state_M2026_dl{number}.xlsx", much)
    return packed.getvalue()


def packed(content: bytes, random: Random) -> bytes:
    """Packed where that is not expected, whole or cut short."""
    found = gzip.compress(content)
    return found if random.random() < 0.3 else found[: random.randrange(len(found))]


def member(content: bytes, random: Random) -> bytes:
    """A part of an archive damaged, and the archive itself sound; other files as ``flip``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
        return flip(content, random)  # it is no archive, or no sound one
    name = random.choice([*parts])
    how = random.choice((flip, cut, repeat, insert, zero, other_word, other_number, nest, empty))
    parts[name] = how(parts[name], random)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, text in parts.items():
            archive.writestr(one, text)
    return out.getvalue()


DAMAGES: dict[str, Damage] = {
    one.__name__.replace("_", " "): one
    for one in (
        *(sound, flip, cut, take_out, repeat, swap, splice, insert, zero, other_word),
        *(other_number, lines, columns, encoding, nest, empty, bomb, packed, member),
    )
}
"""Each damage by its name."""
