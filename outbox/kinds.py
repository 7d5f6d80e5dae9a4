"""How each kind of letter is written: a contract, and the registry that upper floors fill in ``ready()``.

::

    class ConfirmLetter(TemplateLetterKind):
        name = "petitions.confirm"
        template = "petitions/mail/confirm"
        to_unconfirmed = True

        def resolve(self, letter: Letter) -> Recipient:
            signature = referenced(letter, Signature)
            return Recipient(address=signature.unseal().email, language=letter.language,
                             data={"url": absolute_url(signature.confirm_path())})

    register_letter_kind(ConfirmLetter())
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db.models import Model
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from outbox.exceptions import Gone, UnknownKind
from privacy.exceptions import Erased, NothingSealed
from privacy.registry import Stateless, register_once

if TYPE_CHECKING:
    from outbox.models import Letter


@dataclass(frozen=True)
class Recipient:
    """Whom one letter goes to, as known at the moment of sending.

    ``data`` is for the kind's own ``render()``. News needs ``unsubscribe_url``, an absolute address
    of ours that leaves the list by GET button and by one-click POST (RFC 8058).
    """

    address: str = field(repr=False)
    language: str
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    unsubscribe_url: str = field(default="", repr=False)


@dataclass(frozen=True)
class Content:
    """A written letter. ``headers`` come on top of those that the outbox sets."""

    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class LetterKind(Stateless, ABC):
    """One kind of letter. Stateless: one instance serves all letters, in any thread."""

    # Stored in each row: "app.kind", never changed.
    name: ClassVar[str]
    # News is skipped for an address that refuses it; an answer to the person's own deed still goes.
    is_news: ClassVar[bool] = False
    # Goes to an address nobody has confirmed: budgeted (PRIVACY §4.2), and by reference only.
    to_unconfirmed: ClassVar[bool] = False
    # A hard bounce keeps a refusal: not where it may go to somebody who never gave us that address.
    keeps_bounces: ClassVar[bool] = True
    # Its rows are deleted when sent or failed, and a bounce keeps no refusal (guarded events).
    leaves_no_row: ClassVar[bool] = False
    # Alias in MAILERS. ``bulk`` falls back to ``default`` where a site has none, ``guarded`` never.
    mailer: ClassVar[str] = "default"

    def resolve(self, letter: "Letter") -> Recipient:
        """Who gets it. This one reads the letter's own sealed address; a kind by reference overrides it.

        Raises Gone when what it was about is gone.
        """
        return Recipient(address=letter.unseal().address, language=letter.language)

    def settled(self, ref_ids: Collection[UUID]) -> None:
        """Letters that referred to these rows, by public id, were sent or never will be. May come twice."""

    @abstractmethod
    def render(self, recipient: Recipient, letter: "Letter") -> Content:
        """Write it. Called with the recipient's language active; links by ``absolute_url()`` only."""


class TemplateLetterKind(LetterKind):
    """Writes from ``<template>.subject.txt``, ``<template>.txt`` and ``<template>.html``.

    The HTML one extends ``outbox/mail_base.html``, the text one may extend ``outbox/mail_base.txt``.
    They get ``context()`` and ``language``, ``unsubscribe_url``, ``is_news``; the HTML one its ``subject``.
    """

    template: ClassVar[str]

    def context(self, recipient: Recipient, letter: "Letter") -> dict[str, Any]:
        """What the templates see; the recipient's data unless overridden."""
        return dict(recipient.data)

    def render(self, recipient: Recipient, letter: "Letter") -> Content:
        values = {
            "language": recipient.language,
            "unsubscribe_url": recipient.unsubscribe_url,
            "is_news": self.is_news,
            **self.context(recipient, letter),
        }
        return render_mail(self.template, values)


def render_mail(template: str, values: Mapping[str, Any]) -> Content:
    """A letter from ``<template>.subject.txt``, ``.txt`` and ``.html``, in the active language.

    Also for ledgers of other apps; their templates want ``language``, ``unsubscribe_url`` and ``is_news``.
    """
    # A subject is one line, whatever a template or an editor's text puts into it.
    subject = " ".join(_plain(f"{template}.subject.txt", values).split())
    return Content(
        subject=subject,
        text=_plain(f"{template}.txt", values).strip() + "\n",
        html=get_template(f"{template}.html").render({**values, "subject": subject}),
    )


def _plain(name: str, values: Mapping[str, Any]) -> str:
    """Render a plain-text template: nothing is escaped, for nothing will read it as HTML."""
    template: Any = get_template(name)
    # nosemgrep: no-autoescape-off (plain text, which no program reads as HTML)
    text: str = template.template.render(Context(dict(values), autoescape=False))
    return text


_kinds: dict[str, LetterKind] = {}


def register_letter_kind(kind: LetterKind) -> None:
    """Have letters of ``kind.name`` written by ``kind``. Raises ImproperlyConfigured for a taken name."""
    register_once(_kinds, kind.name, kind, what="kind of letter")


def kind_of(name: str) -> LetterKind:
    """The registered kind. Raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"No app has registered the kind of letter {name!r}.") from None


def registered_kinds() -> dict[str, LetterKind]:
    """Every kind by its name."""
    return dict(_kinds)


def referenced[Row: Model](letter: "Letter", model: type[Row]) -> Row:
    """The row that ``letter`` refers to. Raises Gone when it is not there any more."""
    row = model._default_manager.filter(public_id=letter.ref_id).first()
    if row is None or letter.ref_model != model._meta.label:
        raise Gone
    return row


def write(kind: LetterKind, letter: "Letter") -> tuple[Recipient, Content]:
    """Resolve and render one letter in its recipient's language. Raises Gone for an erased person too."""
    try:
        recipient = kind.resolve(letter)
    except (Erased, NothingSealed):
        raise Gone from None
    with translation.override(recipient.language):
        return recipient, kind.render(recipient, letter)
