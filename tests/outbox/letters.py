"""Kinds of letters for tests; registered by importing this module."""

from collections.abc import Collection
from typing import Any, ClassVar
from uuid import UUID

from outbox.kinds import (
    Content,
    LetterKind,
    Recipient,
    TemplateLetterKind,
    referenced,
    register_letter_kind,
)
from outbox.links import absolute_url
from outbox.models import Letter


class Answer(LetterKind):
    """To a sealed address."""

    name = "tests.answer"

    def render(self, recipient: Recipient, letter: Letter) -> Content:
        return Content(subject="An answer", text=f"Letter {letter.public_id}\n")


class News(Answer):
    name = "tests.news"
    is_news = True

    def resolve(self, letter: Letter) -> Recipient:
        plain = super().resolve(letter)
        return Recipient(
            address=plain.address, language=plain.language, unsubscribe_url=absolute_url("/do/unsubscribe/t/")
        )


class NewsWithoutWayOut(News):
    name = "tests.news_without_way_out"

    def resolve(self, letter: Letter) -> Recipient:
        return LetterKind.resolve(self, letter)


class First(Answer):
    """To a pending deed; another letter, that is posted for much later, stands for one."""

    name = "tests.first"
    to_unconfirmed = True
    # The rows that its letters need no more.
    told: ClassVar[list[UUID]] = []

    def settled(self, ref_ids: Collection[UUID]) -> None:
        self.told.extend(ref_ids)

    def resolve(self, letter: Letter) -> Recipient:
        deed = referenced(letter, Letter)
        return Recipient(address=deed.unseal().address, language=letter.language)


class Stranger(Answer):
    """May go to somebody who never gave us that address."""

    name = "tests.stranger"
    keeps_bounces = False


class Guarded(Answer):
    name = "tests.guarded"
    mailer = "guarded"
    leaves_no_row = True


class Broken(Answer):
    name = "tests.broken"

    def render(self, recipient: Recipient, letter: Letter) -> Content:
        raise RuntimeError(f"This names {recipient.address}")


class Hostile(Answer):
    """Writes what somebody typed into a subject, past all templates."""

    name = "tests.hostile"
    subject = "Hello\r\nBcc: mallory@example.org"

    def render(self, recipient: Recipient, letter: Letter) -> Content:
        return Content(subject=self.subject, text="x")


class Welcome(TemplateLetterKind):
    name = "tests.welcome"
    template = "letters/welcome"

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        return {"name": "<b>Ada & Co</b>", "url": absolute_url("/do/confirm/t/")}


class WelcomeNews(Welcome):
    name = "tests.welcome_news"
    is_news = True
    mailer = "bulk"

    def resolve(self, letter: Letter) -> Recipient:
        plain = super().resolve(letter)
        return Recipient(plain.address, plain.language, {}, absolute_url("/do/unsubscribe/t/"))


for _kind in (
    Answer,
    News,
    NewsWithoutWayOut,
    First,
    Stranger,
    Guarded,
    Broken,
    Hostile,
    Welcome,
    WelcomeNews,
):
    register_letter_kind(_kind())
