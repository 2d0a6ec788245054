"""The pieces that drawings are made of: elements with a class of console.css, and text that stays text."""

from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement


def box(classes: str, tag: str = "div") -> Element:
    """Return an empty element; used with `with`, what follows stands in it."""
    return Element(tag).classes(classes)


def text(content: str, classes: str = "", tag: str = "div") -> TextElement:
    """Return an element that holds text: never markup, whatever stands in it."""
    return TextElement(tag=tag, text=content).classes(classes)
