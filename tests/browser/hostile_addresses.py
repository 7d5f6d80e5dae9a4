"""Addresses with all hostile texts in each parameter that the page there looks at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.functional import cached_property

from tests.browser.hostile_sending import all_texts

# Some pages lead on with whatever stood in their address.
UNKNOWN = "x"
# Wagtail's view of all pages of the tree, which are of many kinds.
OF_THE_TREE = "wagtail_serve"


class Watched(QueryDict):
    """Remembers which parameters it was asked for."""

    asked: set[str]

    def _note(self, key: str) -> None:
        if hasattr(self, "asked"):
            self.asked.add(key)

    def __getitem__(self, key: str) -> Any:
        self._note(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self._note(key)
        return super().get(key, default)

    def getlist(self, key: str, default: Any = None) -> Any:
        self._note(key)
        return super().getlist(key, default)

    def __contains__(self, key: object) -> bool:
        self._note(str(key))
        return super().__contains__(key)


@contextmanager
def _watched(asked: set[str]) -> Iterator[None]:
    """All requests of this thread and others say which parameters they looked at."""
    kept = WSGIRequest.__dict__["GET"]

    def watched(request: WSGIRequest) -> QueryDict:
        found = Watched(request.META.get("QUERY_STRING", ""))
        found.asked = asked
        return found

    # Some views write another one over it.
    WSGIRequest.GET = cached = cached_property(watched)  # type: ignore[assignment, method-assign]
    cached.__set_name__(WSGIRequest, "GET")
    try:
        yield
    finally:
        WSGIRequest.GET = kept  # type: ignore[method-assign]


def parameters_of(path: str, client: Client) -> set[str]:
    """What the page looks at of its address."""
    asked: set[str] = set()
    with _watched(asked):
        answer = client.get(path, headers={"host": "localhost"})
    if answer.streaming:
        answer.close()
    return asked


def asked_with_all(paths: list[str], user: User | None = None) -> list[str]:
    """Each page with all texts in one of its parameters after the other; pages of one view are asked once."""
    client = Client()
    if user is not None:
        client.force_login(user)
    known: set[str] = set()
    found = []
    for path in paths:
        try:
            view = resolve(path.partition("?")[0]).view_name
        except Resolver404:
            view = path
        view = path if view == OF_THE_TREE else view
        names = {f"{view} {name}": name for name in (UNKNOWN, *sorted(parameters_of(path, client)))}
        for fresh in names.keys() - known:
            known.add(fresh)
            said = urlencode({names[fresh]: all_texts(len(known))})
            found.append(f"{path}{'&' if '?' in path else '?'}{said}")
    return found
