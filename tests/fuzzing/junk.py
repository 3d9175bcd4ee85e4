"""Words and bytes that are hostile, and slips of the keys."""

from __future__ import annotations

from random import Random

WORDS = (
    *("", " ", "-", "--", "-x", "---", "=", "--="),
    *("-o", "-h=1", "@", "#", ",", ";", ":", "%", "$4"),
    *("0", "-0", "-1", "1e3", "1e309", "-1e-5", "1_000", "0x1F", "nan", "-inf", "inf", "NaN%"),
    *("9" * 400, "-" + "9" * 400, "0." + "0" * 400 + "1", "1e999999999", "1/0", "5-", "-5", "5--7"),
    *("٥", "５", "½", "²", "Ⅴ", "٥-٧", "１９０ｋ"),
    *("\N{MATHEMATICAL BOLD DIGIT FIVE}", "five", "五"),
    *("\x1b[31mred", "\x1b]0;owned\x07", "\x9b31m"),
    *("a\rb", "a\nb", "a\tb", "\x00", "a\x00b", "\x7f"),
    *("\u202eabc", "\u2066a\u2069", "\u200b", "\ufeff", "a\u2028b", "a\x85b", "\u00ad", "\u180e"),
    *("\udcff", "a\ud800b", "\udc80\udcfe", "\ufffe", "\U0010ffff", "\ue000", "e\u0301" * 40),
    *("İ", "ß", "ﬁ", "ŉ", "ǰ", "\N{ANGSTROM SIGN}", "💰"),
    *("👩‍💻", "ｓｅｎｉｏｒ", "Ｓａｎ Ｊｏｓｅ", "שלום", "سلام"),
    *("a" * 10_000, "a " * 3_000, "x/" * 2_000, "[" * 2_000),
    *("(" * 500, '"' * 50, "\\" * 50, "," * 500),
    *("'", '"', "\\", "`id`", "$(id)", "%s%n", "{0}"),
    *("{", "[red]a[/red]", "[/]", "<b>a</b>", "&amp;"),
    *("=1+1", "@SUM(A1)", "+1", "| a |", "**a**", "a;b;c", "a,b,,c", "a=b=c", "=b", "a=", "years="),
    *("none", "null", "None", "true", "unknown"),
    *("shipped", "remote", "all", "*", "?", "[a-z]", "~"),
    *("folder", "nowhere/at/all", "..", ".", "people.csv"),
    *("taken.json", "con", "C:\\x", "a.b.c.", ".csv"),
    *("hdfs://x/y", "file:people.csv", "people.csv/x", "select 1; drop table a", 'a"b', "a.b.c.d"),
)  # fmt: skip
"""Words that are no answer to anything, or only nearly one."""

BYTES = (
    *(b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\xaf", b"\x1b[31m"),
    *(b"\x1a", b"\x04", b"\r", b"\r\n", b"\n\n", b'"', b'""', b"'", b"\\", b"\t", b";", b"|", b"="),
    *("\u202e".encode(), "\u2028".encode(), "\u200b".encode(), "½".encode(), "٥".encode()),
    *(b"1e309", b"NaN", b"-inf", b"9" * 400, b"null", b"{", b"}", b"[", b"]", b"[[", b",", b",,,"),
    *(b"[" * 3_000, b"{" * 3_000, b'{"a":' * 2_000, b"a" * 70_000, b" " * 5_000, b"#", b"<!--"),
    *(b"=1+1", b"@SUM(A1)", b"\x1f\x8b\x08", b"PK\x03\x04", b"PAR1", b"\x28\xb5\x2f\xfd"),
)
"""Bytes that a reader may stumble over."""

_KEYS = "abcdeimnorstz0123456789 -_,.;:=%$kKmM+'\"\\\t\u200b\u202eé½"


def slip(random: Random, word: str) -> str:
    """The word with one or two slips of the keys."""
    for _ in range(random.choice((1, 1, 1, 2))):
        at = random.randrange(len(word) + 1)
        which = random.randrange(8)
        if which == 0:
            word = word[:at] + word[at + 1 :]
        elif which == 1:
            word = word[:at] + random.choice(_KEYS) + word[at:]
        elif which == 2:
            word = word[:at] + random.choice(_KEYS) + word[at + 1 :]
        elif which == 3:
            word = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        elif which == 4:
            word = random.choice((word.upper(), word.title(), word.swapcase()))
        elif which == 5:
            word = random.choice((f" {word}", f"{word} ", f"{word},", f'"{word}"', f"${word}"))
        elif which == 6:
            word = word * 2
        else:
            word = word[:at]
    return word


def word(random: Random) -> str:
    """A hostile word, or some of them in one."""
    found = random.choice(WORDS)
    if random.random() < 0.2:
        found += random.choice((" ", ",", "", "=", "/4y", "-")) + random.choice(WORDS)
    return found
