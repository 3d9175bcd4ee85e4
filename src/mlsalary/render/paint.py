"""What a drawing library writes, as SVG that a page may hold: colors by their names, no style of
its own, nothing that points outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

LIGHT = {
    "ground": "#ffffff",
    "ink": "#1c2024",
    "quiet": "#59626b",
    "rule": "#dfe3e7",
    "base": "#1f6f8b",
    "total": "#b04a2f",
}
"""The colors that are drawn with, for light ground."""
DARK = {
    "ground": "#14171a",
    "ink": "#e6e9ec",
    "quiet": "#a4adb5",
    "rule": "#363d44",
    "base": "#6cb8d3",
    "total": "#e8957a",
}
"""The same for dark ground."""
_SVG = "http://www.w3.org/2000/svg"
_FONT = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', 'DejaVu Sans', sans-serif"
_LEFT_OUT = ("metadata", "style")
_PAINTS = ("fill", "stroke")


def inline(svg: str, said: str) -> str:
    """A picture to stand in a document: in the color of its text, but for what the document's own
    style says of the classes ``ink``, ``base`` and so on. said: the picture in words."""
    root = _cleaned(svg, dict.fromkeys(LIGHT, "currentColor"))
    root.attrib |= {"role": "img", "aria-label": said}
    return tostring(root, encoding="unicode")


def alone(svg: str, title: str, said: str) -> str:
    """A picture as a file, on ground of its own, light or dark as the reader's. title, said: what
    it is and shows, for those who do not see it."""
    root = _cleaned(svg, LIGHT)
    root.attrib |= {"xmlns": _SVG, "role": "img", "aria-labelledby": "title desc"}
    words = [("title", {"id": "title"}, title), ("desc", {"id": "desc"}, said)]
    first = [_element(*one) for one in (*words, ("style", {}, _switch()))]
    ground = {"width": "100%", "height": "100%", "fill": LIGHT["ground"], "class": "ground"}
    root[:0] = [*first, _element("rect", ground)]
    return (
        tostring(root, encoding="unicode", xml_declaration=True).replace("utf-8", "UTF-8", 1) + "\n"
    )


def _switch() -> str:
    """The rules for dark ground: of what is filled, and of what is drawn in lines."""
    rules = "".join(
        f".{name}[{paint}]:not([{paint}=none]){{{paint}:{color}}}"
        for name, color in DARK.items()
        for paint in _PAINTS
    )
    return f"@media (prefers-color-scheme: dark){{{rules}}}"


def _element(tag: str, attributes: Mapping[str, str], text: str = "") -> Element:
    element = Element(tag, dict(attributes))
    element.text = text
    return element


def _cleaned(svg: str, colors: Mapping[str, str]) -> Element:
    """The picture with attributes in place of styles, in these colors, and without ids, which two
    pictures of a document would share."""
    old = fromstring(svg)
    _, _, width, height = old.attrib["viewBox"].split()
    root = Element("svg", {"viewBox": old.attrib["viewBox"], "width": width, "height": height})
    root.attrib |= {"font-family": _FONT, "stroke-linejoin": "round"}
    for child in old:
        _copy(child, root, colors)
    return root


def _copy(old: Element, parent: Element, colors: Mapping[str, str]) -> None:
    tag = old.tag.rpartition("}")[2]
    if tag in _LEFT_OUT:
        return
    new = SubElement(parent, tag)
    for name, value in old.attrib.items():
        if name == "style":
            new.attrib |= dict(_attributes(value, colors))
        elif name != "id":
            new.set(name, " ".join(value.split()))
    new.text = old.text if old.text and old.text.strip() else None
    for child in old:
        _copy(child, new, colors)
    if tag in ("g", "defs") and not len(new):
        parent.remove(new)


def _attributes(style: str, colors: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each part of a style as an attribute; of the paints also a class, which names the color."""
    named = {color: name for name, color in LIGHT.items()}
    for part in style.split("; "):
        name, _, value = part.partition(": ")
        if name in _PAINTS and value in named:
            yield "class", named[value]
            yield name, colors[named[value]]
        elif name != "font-family":
            yield name, value.removesuffix("px")
