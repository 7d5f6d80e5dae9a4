"""Reads the sign form off a page, as a browser would, and fills it in."""

import urllib.request
from html.parser import HTMLParser


class _FormReader(HTMLParser):
    """Collects the action and the fields of the form that has an e-mail field."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self.done:
            return
        if tag == "form":
            self.action, self.fields = values.get("action", ""), {}
        elif (
            tag == "input"
            and values.get("name")
            and values.get("type") not in {"radio", "checkbox", "submit"}
        ):
            self.fields[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and "email" in self.fields:
            self.done = True


def read_form(port: int, path: str) -> tuple[str, dict[str, str], str]:
    """(action, hidden and empty fields, Cookie header to send back) of the sign form at ``path``."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": "localhost"})
    with urllib.request.urlopen(request) as response:
        cookies = [part.split(";")[0] for part in response.headers.get_all("Set-Cookie") or []]
        reader = _FormReader()
        reader.feed(response.read().decode())
    if not reader.done:
        raise RuntimeError(f"no sign form at {path}")
    return reader.action, reader.fields, "; ".join(cookies)
