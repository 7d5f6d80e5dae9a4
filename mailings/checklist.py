"""What would hurt if it were sent like this, and what could be better: stops and warnings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import SourceImageIOError

from campaigns.posters.look import contrast
from mailings.enums import Variant
from mailings.mail_parts import PICTURE_FILTER
from mailings.merge_tags import TAGS, strange_tags_in
from mailings.own_pages import leads_somewhere
from mailings.previewing import sample_person
from mailings.rendering import Rendered, merge, render
from mailings.selectors.words import words_of
from mailings.spam_words import SPAM_WORDS
from privacy.denylist import find_status_word
from privacy.localized import language_name

# Gmail cuts off what is longer, and the way out stands at the end.
CLIPPED_AT = 102 * 1024
NEARLY_CLIPPED = 80 * 1024
HEAVY_PICTURE = 300 * 1024
HEAVY_PICTURES = 1024 * 1024
# WCAG 1.4.3, for text.
LEGIBLE = 4.5
LONG_SUBJECT = 60
LONG_PREHEADER = 110
# Sentences that ask to be told something.
ASKS = re.compile(
    r"\b(reply|respond|write (?:us|back|to us)|tell us|let us know|send us|answer|what is your|what's your"
    r"|responde|respóndenos|contesta|contéstanos|escríbenos|dinos|cuéntanos|mándanos|envíanos|cuál es tu)\b",
    re.IGNORECASE,
)
# What nobody is ever asked for by mail, beside what says something about a person's status.
NEVER_ASKED = re.compile(
    r"\b(password|card number|bank account|home address|street address|date of birth"
    r"|contraseña|número de tarjeta|cuenta bancaria|dirección de tu casa|domicilio|fecha de nacimiento)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
LOST: dict[str, Any] = {
    "picture": _("A picture is gone. Choose another, or take its block out."),
    "button": _("A button leads nowhere. Choose a page or write an address."),
    "action": _("An action is gone, or none was chosen. Choose one, or take its block out."),
    "page": _("An action has no page in this language that is published. Publish it first."),
    "partner": _("The foot names no partner. Choose one, or take its block out."),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that the checklist says. A stop keeps the mailing from being sent; a warning does not."""

    text: str | Promise
    is_stop: bool = False
    # Where it stands: the language, and the wording where there are two.
    where: str = ""


def remarks_of(mailing: Any) -> list[Remark]:
    """All that it says, stops first. Renders every wording; asks no other machine for anything."""
    contents = words_of(mailing)
    has_two = any(variant == Variant.B for variant, _language in contents)
    found = list(_languages(mailing, contents))
    for (variant, language), content in contents.items():
        where = language_name(language) + (f", {Variant(variant).label}" if has_two else "")
        found += [Remark(one.text, one.is_stop, where) for one in _of_words(content)]
    return sorted(found, key=lambda one: not one.is_stop)


def stops_of(mailing: Any) -> list[Remark]:
    """What must be put right before it may be sent."""
    return [one for one in remarks_of(mailing) if one.is_stop]


def _stop(text: Any) -> Remark:
    return Remark(text, is_stop=True)


def _languages(mailing: Any, contents: Any) -> Iterator[Remark]:
    written = {language for variant, language in contents if variant == Variant.A}
    if settings.LANGUAGE_CODE not in written:
        yield _stop(
            _("It is not written in %(language)s, which everybody gets whose language it is not written in.")
            % {"language": language_name(settings.LANGUAGE_CODE)}
        )
    for code, _name in settings.LANGUAGES:
        if code not in written and code != settings.LANGUAGE_CODE:
            yield Remark(
                _("It is not written in %(language)s: who reads that gets another language.")
                % {"language": language_name(code)}
            )
    if mailing.wrapper is not None and not _is_legible(mailing.wrapper):
        yield Remark(_("The colours of its wrapper are too alike: some people cannot read it."))
    if mailing.is_tested and not any(variant == Variant.B for variant, _language in contents):
        yield _stop(_("Two wordings are to be tried, and there is only one."))


def _is_legible(wrapper: Any) -> bool:
    ground = wrapper.background
    return all(contrast(ink, ground) >= LEGIBLE for ink in (wrapper.text_colour, wrapper.accent))


def _of_words(content: Any) -> Iterator[Remark]:
    rendered = render(content)
    yield from _of_subject(content, rendered)
    if not _body(rendered):
        yield _stop(_("There is nothing in it yet."))
    yield from (_stop(LOST[why]) for why in dict.fromkeys(rendered.lost))
    yield from _of_tags(content, rendered)
    yield from _of_links(rendered)
    yield from _of_pictures(content)
    yield from _of_size(rendered)
    yield from _of_text(content, rendered)


def _of_subject(content: Any, rendered: Rendered) -> Iterator[Remark]:
    subject = "".join(rendered.subject.parts)
    if not content.subject.strip():
        yield _stop(_("It has no subject."))
    elif len(content.subject) > LONG_SUBJECT:
        yield Remark(_("The subject is long: a phone shows about 40 characters of it."))
    if len(subject) > 8 and subject.isupper():
        yield Remark(_("The subject is all capitals, as advertising is."))
    if not content.preheader.strip():
        yield Remark(_("It has no preheader: mailboxes show the first words of the mail after the subject."))
    elif len(content.preheader) > LONG_PREHEADER:
        yield Remark(_("The preheader is long: mailboxes show about 90 characters of it."))


def _of_tags(content: Any, rendered: Rendered) -> Iterator[Remark]:
    parts = (*rendered.subject.parts, *rendered.preheader.parts, "".join(rendered.text.parts))
    for typed in dict.fromkeys(tag for part in parts for tag in strange_tags_in(part)):
        yield _stop(
            _("This is filled in for nobody, and would be read as it stands: %(tag)s") % {"tag": typed}
        )
    for slot in rendered.slots:
        tag = TAGS.get(slot.name)
        if tag is not None and tag.may_be_empty and not slot.words:
            yield _stop(
                _('“%(tag)s” is empty for some people. Say what they read there: {{ %(tag)s|"friend" }}')
                % {"tag": tag.name}
            )
        if slot.name == "days_left":
            if content.mailing.deadline_at is None:
                yield _stop(_("It counts the days left, and the mailing has no deadline."))
            elif content.mailing.deadline_at <= timezone.now():
                yield _stop(_("It counts the days left to a deadline that is over."))


def _of_links(rendered: Rendered) -> Iterator[Remark]:
    slots = {rendered.slots[number].name for number in rendered.html.slots}
    in_text = {rendered.slots[number].name for number in rendered.text.slots}
    if "unsubscribe_url" not in slots & in_text:
        yield _stop(_("It has no link to leave the list."))
    for url, label in rendered.links.items():
        if not leads_somewhere(url):
            yield _stop(
                _("A link leads to no page of ours: “%(label)s” (%(url)s)") % {"label": label, "url": url}
            )
    for url, label in rendered.foreign.items():
        if url.startswith("http://"):
            yield Remark(_("A link is not encrypted: “%(label)s” (%(url)s)") % {"label": label, "url": url})


def pictures_in(content: Any) -> list[Any]:
    """The pictures of its body."""
    return [
        child.value["image"] for child in content.body if child.block_type == "image" and child.value["image"]
    ]


def _of_pictures(content: Any) -> Iterator[Remark]:
    weights = []
    for image in pictures_in(content):
        alt = getattr(image, "contextual_alt_text", "") or ""
        if not alt and not getattr(image, "decorative", False):
            yield _stop(
                _("A picture is not described for people who do not see it: %(name)s") % {"name": image.title}
            )
        try:
            weights.append(image.get_rendition(PICTURE_FILTER).file.size)
        except SourceImageIOError:
            # Its file is gone: the mail leaves it out, and says so as a stop.
            continue
        if weights[-1] > HEAVY_PICTURE:
            yield Remark(
                _("A picture weighs %(size)s kB. Choose one with less in it: %(name)s")
                % {"size": weights[-1] // 1024, "name": image.title}
            )
    if sum(weights) > HEAVY_PICTURES:
        yield Remark(
            _("All pictures together weigh %(size)s kB: on a slow phone they take long.")
            % {"size": sum(weights) // 1024}
        )


def _of_size(rendered: Rendered) -> Iterator[Remark]:
    size = len(merge(rendered, sample_person()).html.encode())
    if size > CLIPPED_AT:
        yield _stop(
            _("It is too long (%(size)s kB): Gmail cuts it off at 102 kB, before the link to leave the list.")
            % {"size": size // 1024}
        )
    elif size > NEARLY_CLIPPED:
        yield Remark(
            _("It is long (%(size)s kB): Gmail cuts off what is longer than 102 kB.") % {"size": size // 1024}
        )


def _of_text(content: Any, rendered: Rendered) -> Iterator[Remark]:
    text = _body(rendered)
    whole = f"{''.join(rendered.subject.parts)}\n{text}"
    for word in spam_words_in(whole, content.language):
        yield Remark(_("Mail programs take it for advertising: “%(word)s”") % {"word": word})
    if "!!" in whole:
        yield Remark(_("More than one exclamation mark in a row looks like advertising."))
    for word in asked_for_in(text):
        yield _stop(_("It asks people to write back what we never ask for: “%(word)s”") % {"word": word})
    if not rendered.links and not rendered.foreign and not rendered.acts:
        yield Remark(_("It has no button and no link: nobody can do anything."))


def spam_words_in(text: str, language: str) -> list[str]:
    """The words of advertising in ``text``, in its language."""
    small = text.casefold()
    return [
        word
        for word in SPAM_WORDS.get(language.partition("-")[0], ())
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", small)
    ]


def asked_for_in(text: str) -> list[str]:
    """What sentences that ask for an answer want to be told, and must not."""
    found: list[str] = []
    for sentence in SENTENCE.findall(text):
        if not ASKS.search(sentence):
            continue
        if (never := NEVER_ASKED.search(sentence)) is not None:
            found.append(never[0])
        elif (status := find_status_word(sentence)) is not None:
            found.append(status.word)
    return list(dict.fromkeys(found))


def _body(rendered: Rendered) -> str:
    """The plain text without what is filled in, and without its foot."""
    return "".join(rendered.text.parts).rpartition("-- \n")[0].strip()
