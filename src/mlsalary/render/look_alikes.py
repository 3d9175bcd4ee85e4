"""Signs that an encoding cannot say, by signs of ASCII that look alike."""

from __future__ import annotations

_DOTS = 0x2800
"""The first of the signs of eight dots each, which has none; each dot is a bit."""
_UPPER, _LOWER = 0b00011011, 0b11100100
"""The dots of their upper and of their lower half."""


def _half(dots: int) -> str:
    """Where in its line a sign has dots: above, below or both."""
    return " .':"[2 * bool(dots & _UPPER) + bool(dots & _LOWER)]


_ALIKE = str.maketrans(
    {
        **{chr(_DOTS + dots): _half(dots) for dots in range(256)},
        **dict.fromkeys("─–—‐‑−", "-"),
        **dict.fromkeys("━╸╺", "="),
        **dict.fromkeys("│┃║▏▎▍▌▋▊▉", "|"),
        **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼╇╈", "+"),
        **dict.fromkeys("█▇▆▅▄▃▂▁", "#"),
        **dict.fromkeys("‘’‚′", "'"),
        **dict.fromkeys("“”„″", '"'),
        "·": "-",
        "•": "*",
        "●": "o",
        "■": "x",
        "◆": "*",
        "▲": "^",
        "▼": "v",
        "▶": ">",
        "►": ">",
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
