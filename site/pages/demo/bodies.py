"""Small words for writing the body of a page as data."""

from typing import Any

Block = dict[str, Any]


def heading(words: str) -> Block:
    """A heading inside the text."""
    return {"type": "heading", "value": words}


def text(*paragraphs: str) -> Block:
    """Paragraphs of plain words."""
    return {"type": "text", "value": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}


def fact(sentence: str, source: str, *, url: str = "", figure: str = "") -> dict[str, str]:
    """One fact; ``source`` names publication, month and year."""
    return {"figure": figure, "sentence": sentence, "source": source, "source_url": url}


def facts(title: str, *entries: dict[str, str]) -> Block:
    """Facts under a heading."""
    return {"type": "facts", "value": {"heading": title, "facts": list(entries)}}


def steps(title: str, *sentences: str) -> Block:
    """What happens one after the other."""
    return {"type": "steps", "value": {"heading": title, "steps": list(sentences)}}
