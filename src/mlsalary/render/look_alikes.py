"""Signs that an encoding cannot say, by signs of ASCII that look alike."""

from __future__ import annotations

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("─–—‐‑−", "-"),
        "━": "=",
        **dict.fromkeys("│┃║▏▎▍▌▋▊▉", "|"),
        **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼╇╈", "+"),
        **dict.fromkeys("█▇▆▅▄▃▂▁", "#"),
        **dict.fromkeys("‘’‚′", "'"),
        **dict.fromkeys("“”„″", '"'),
        "·": "-",
        "•": "*",
        "●": "o",
        "▲": "^",
        "▼": "v",
        "▶": ">",
        "×": "x",
        "÷": "/",
        "⁄": "/",
        "…": "...",
        "→": "->",
        "←": "<-",
        "≥": ">=",
        "≤": "<=",
        "≈": "~",
        "±": "+/-",
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
    }
)


def in_ascii(text: str) -> str:
    """The same in ASCII, as far as signs look alike; a question mark for the rest."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text.translate(_ALIKE)).translate(_ALIKE)
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return kept.encode("ascii", "replace").decode("ascii")
