"""Wagtail's search in the database, for whatever somebody types or pastes.

All of Wagtail's searching passes a backend: the page explorer, the searches of pages, pictures and papers,
the choosers; visitors' own search too. With the stock one a quotation mark is an error of SQLite's, a word of
2 kB one of PostgreSQL's, and some hundred words overflow Python's stack.
"""

from functools import cache
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.search.backends import database
from wagtail.search.backends.base import BaseSearchBackend, BaseSearchResults
from wagtail.search.query import MATCH_NONE, And, Or, Phrase, PlainText, SearchQuery

# Nobody types more; of what is pasted the beginning is looked for.
MOST_LETTERS = 300
MOST_WORDS = 30


class _Cutting:
    """Cuts one question, which may have many parts, and knows how much room is left in it."""

    def __init__(self) -> None:
        self.letters, self.words = MOST_LETTERS, MOST_WORDS

    def text(self, said: str) -> str:
        # SQLite's index has them as marks of its own language, and Wagtail does not escape them.
        words = said[: self.letters].replace('"', " ").split()[: self.words]
        self.letters -= sum(map(len, words))
        self.words -= len(words)
        return " ".join(words)

    def query(self, asked: SearchQuery) -> SearchQuery | None:
        """The same in fewer words; None where no word is left."""
        if isinstance(asked, PlainText):
            text = self.text(asked.query_string)
            return PlainText(text, asked.operator, asked.boost) if text else None
        if isinstance(asked, Phrase):
            text = self.text(asked.query_string)
            return Phrase(text) if text else None
        if isinstance(asked, And | Or):
            parts = [part for one in asked.subqueries if (part := self.query(one)) is not None]
            return type(asked)(parts) if parts else None
        return asked


def shortened(asked: str | SearchQuery) -> str | SearchQuery:
    """What is looked for instead of ``asked``, of which at most 30 words and 300 letters are taken."""
    cut = _Cutting()
    found = cut.text(asked) if isinstance(asked, str) else cut.query(asked)
    return found or MATCH_NONE


class ShortenedSearch(BaseSearchBackend):
    """Stands before the backend of the database."""

    def search(
        self, query: str | SearchQuery, model_or_queryset: type[Model] | QuerySet, **how: Any
    ) -> BaseSearchResults:
        """Whole words."""
        return super().search(shortened(query), model_or_queryset, **how)

    def autocomplete(
        self, query: str | SearchQuery, model_or_queryset: type[Model] | QuerySet, **how: Any
    ) -> BaseSearchResults:
        """The last word may be a beginning."""
        return super().autocomplete(shortened(query), model_or_queryset, **how)


@cache
def _before(backend: type[BaseSearchBackend]) -> type[BaseSearchBackend]:
    return type(f"Shortened{backend.__name__}", (ShortenedSearch, backend), {})


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802 (Wagtail asks a module for it)
    """That of the database in use, which Wagtail chooses."""
    theirs: Any = database.SearchBackend(params)
    return _before(theirs.__class__)(params)
