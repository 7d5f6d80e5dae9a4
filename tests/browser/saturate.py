"""Hostile texts in every stored text at once: columns, sealed blobs, pages with their blocks, settings.

Which texts there are is asked of the models, so a new field is attacked from its first day. What was typed is
written past every form, except where only a form's own widget makes the stored text (rich text).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from dataclasses import field as dataclass_field
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models, transaction
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import (
    CharBlock,
    EmailBlock,
    FieldBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
    URLBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Collection, Comment, ModelLogEntry, Page, PageLogEntry, Site
from wagtail.rich_text import RichText

from privacy.exceptions import Erased, LostKey, NothingSealed
from privacy.inventory import is_ours
from privacy.localized import LocalizedText, LocalizedTextField
from privacy.models.sealed import SealedModel
from privacy.sealing import reseal
from tests.browser.payloads import Payload

# Texts that no person writes: what they may be is in the code, and code looks them up.
CODES = {
    "language": "one of the site's languages",
    "first_language": "one of the site's languages",
    "pack_language": "one of the site's languages",
    "country": "of a fixed list",
    "region": "of a fixed list",
    "currency": "of a fixed list",
    "kind": "a registered kind",
    "acted_kind": "a registered kind",
    "ref_model": "a model's name",
    "key": "a registered key",
    "code": "random, made by us",
    "number": "counted by us, or of the books",
    "path": "Wagtail's tree",
    "url_path": "Wagtail's tree",
    "zone": "an IANA zone",
    "deadline_zone": "an IANA zone",
    "scheduled_zone": "an IANA zone",
    "hearing_zone": "an IANA zone",
    "tree": "written by the builder of segments, whose rules' forms refuse what they do not offer",
    "columns": "names of columns, offered",
    "mapping": "names of columns, offered",
    "counts": "numbers",
    "counted_before": "numbers",
    "amounts_once": "numbers",
    "amounts_monthly": "numbers",
    "languages": "codes, offered",
    "agreement_keys": "keys, offered",
    "technologies": "codes, offered",
    "recurrence": "an iCalendar rule, written by us",
    "provider": "a registered name",
    "bad_rows": "numbers of rows and kinds of fault",
    "examples": "ids",
    "groups": "codes and numbers",
    "file_hash": "of a picture",
    "recipient": "a public key, checked",
    "agreed_recipient": "a public key, checked",
}
# Models of which no page shows anything, and why.
UNSEEN = {
    "site_pages.DemoItem": "what `demo` laid down, read by `demo` alone",
    "site_pages.CampaignRendition": "made by Wagtail, holds no text of anybody's",
    "countersign_outbox.Turn": "names of locks",
    "countersign_outbox.SentDay": "one of the mailbox providers we know",
    "countersign_outbox.LetterCount": "registered kinds",
}
# Wagtail's and Django's own texts that staff write, by model.
FOREIGN: dict[type[models.Model], tuple[str, ...]] = {
    get_image_model(): ("title", "description"),
    get_document_model(): ("title",),
    Collection: ("name",),
    Site: ("site_name",),
    get_user_model(): ("first_name", "last_name"),
    PageLogEntry: ("label",),
    ModelLogEntry: ("label",),
    Comment: ("text",),
}
SIGNS = "!#$%&'*+-/=?^_`{|}~"
# Columns whose own checks let none of these texts through, and rows that never change.
REFUSING = {
    "countersign_campaigns.PartnerOrigin.origin",
    "countersign_mailings.Wrapper.accent",
    "countersign_mailings.Wrapper.background",
    "countersign_mailings.Wrapper.text_colour",
    "countersign_petitions.Kiosk.source",
    "countersign_supporters.ConsentWording.text",
    "countersign_supporters.Organization.accounts",
    "countersign_supporters.Organization.canary_domain",
    "countersign_supporters.Organization.mail_domains",
    "site_pages.LookSettings.accent",
}


@dataclass
class Saturation:
    """Writes the texts of one round: the first first everywhere, the others in another order each time."""

    texts: Sequence[Payload]
    written: set[str] = dataclass_field(default_factory=set)
    refused: set[str] = dataclass_field(default_factory=set)
    turn: int = 0

    def value(self) -> str:
        """All texts of this round."""
        self.turn += 1
        first, *others = self.texts
        at = self.turn % len(others)
        return " ".join(one.text for one in (first, *others[at:], *others[:at])).replace("\x00", "")

    def one(self) -> str:
        """One text, where there is no room for all of them."""
        self.turn += 1
        return self.texts[self.turn % len(self.texts)].text

    def address(self) -> str:
        """A web address as the checks let through: no white space, everything else."""
        return f"https://x.example/{''.join(self.one().split())}"

    def mailbox(self) -> str:
        """A mail address as our own reading takes it: most signs of code, but no brackets and no quotes."""
        letters = "".join(
            letter for letter in self.one() if (letter.isascii() and letter.isalnum()) or letter in SIGNS
        )
        return f"{letters[:60] or 'x'}@example.org"

    # --- columns ---------------------------------------------------------------------------------

    def columns(self) -> None:
        """Every text of every row of ours, and what staff write into Wagtail's own."""
        for model in apps.get_models():
            label = model._meta.label
            if is_ours(label) and label not in UNSEEN and not label.startswith("countersign_privacy"):
                self._rows(model, text_columns(model))
            elif model in FOREIGN:
                self._rows(model, [model._meta.get_field(name) for name in FOREIGN[model]])

    def _rows(self, model: type[models.Model], columns: Sequence[models.Field[Any, Any]]) -> None:
        rows = model._base_manager.all() if columns else ()
        for row in rows:
            for column in columns:
                self._column(row, column)

    def _column(self, row: models.Model, column: models.Field[Any, Any]) -> None:
        name = f"{row._meta.label}.{column.name}"
        value = self._for_column(column, getattr(row, column.name))
        if value is None:
            self.refused.add(name)
            return
        # Where two may not be alike each has its own number.
        for text in (value, f"{value} #{row.pk}"):
            try:
                with transaction.atomic():
                    type(row)._base_manager.filter(pk=row.pk).update(**{column.name: text})
            except IntegrityError:
                continue
            self.written.add(name)
            return
        self.refused.add(name)

    def _for_column(self, column: models.Field[Any, Any], now: Any) -> Any:
        """A text that the column's own checks, its length aside, let through; None where there is none."""
        if isinstance(column, RichTextField):
            return self.rich_text(column.features)
        if isinstance(column, LocalizedTextField):
            return LocalizedText({"en": self.value(), "es": self.value()})
        if isinstance(column, models.JSONField):
            return self.in_json(now) if now else None
        kinds = ((models.URLField, self.address), (models.EmailField, self.mailbox))
        value = next((make() for kind, make in kinds if isinstance(column, kind)), None) or self.value()
        checks = [check for check in column.validators if not isinstance(check, MaxLengthValidator)]
        try:
            for check in checks:
                check(value)
        except ValidationError:
            return None
        return value

    def in_json(self, value: Any) -> Any:
        """The same shape with other texts."""
        match value:
            # A currency, which is chosen.
            case str() if len(value) == 3 and value.isupper():
                return value
            case str():
                return self.value()
            case list():
                return [self.in_json(one) for one in value]
            case dict():
                return {key: self.in_json(one) for key, one in value.items()}
        return value

    # --- sealed ----------------------------------------------------------------------------------

    def blobs(self) -> None:
        """Every text in every sealed blob that can be opened."""
        for model in apps.get_models():
            if issubclass(model, SealedModel):
                for row in model._base_manager.filter(sealed__isnull=False):
                    try:
                        reseal(row, self._tainted)
                    except (Erased, LostKey, NothingSealed):
                        continue

    def _tainted(self, shape: Any) -> Any:
        changes = {}
        for one in fields(shape):
            now = getattr(shape, one.name)
            if one.name in CODES or not isinstance(now, str | list | dict) or one.name in KEPT_IN_BLOBS:
                continue
            name = f"{type(shape).__name__}.{one.name}"
            self.written.add(name)
            if "email" in one.name or one.name == "address":
                changes[one.name] = [self.mailbox() for _ in now] if isinstance(now, list) else self.mailbox()
            else:
                changes[one.name] = self.value() if isinstance(now, str) else self.in_json(now)
        return replace(shape, **changes)

    # --- pages -----------------------------------------------------------------------------------

    def pages(self) -> None:
        """The bodies of all pages, their drafts too: what an editor reads is the latest revision."""
        for page in Page.objects.filter(depth__gt=1).specific():
            for column in page._meta.fields:
                if isinstance(column, StreamField) and getattr(page, column.name):
                    setattr(page, column.name, self.block(column.stream_block, getattr(page, column.name)))
                    self.written.add(f"{page._meta.label}.{column.name}")
            page.save(clean=False)
            page.save_revision(clean=False, log_action=False)

    def block(self, block: Any, value: Any) -> Any:
        """What the editor of a block would have stored, with these texts in it."""
        if not value or isinstance(block, ImageBlock):
            return value
        if isinstance(block, StreamBlock):
            return block.normalize([(one.block_type, self.block(one.block, one.value)) for one in value])
        if isinstance(block, ListBlock):
            return block.normalize([self.block(one.block, one.value) for one in value.bound_blocks])
        if isinstance(block, StructBlock):
            parts = {name: self.block(child, value.get(name)) for name, child in block.child_blocks.items()}
            return block._to_struct_value(list(parts.items()))
        if isinstance(value, TypedTable):
            return self.table(value)
        return self.field_block(block, value)

    def table(self, table: TypedTable) -> TypedTable:
        """A table with its cells and heads, by their kinds of column."""
        for column in table.columns:
            column["heading"] = self.value()
        for row in table.row_data:
            row["values"] = [
                self.block(column["block"], value)
                for column, value in zip(table.columns, row["values"], strict=True)
            ]
        table.caption = self.value()
        return table

    def field_block(self, block: FieldBlock, value: Any) -> Any:
        """One text in a body."""
        self.written.add(type(block).__name__)
        if isinstance(block, RichTextBlock):
            return RichText(self.rich_text(block.features))
        if isinstance(block, URLBlock):
            return self.address()
        if isinstance(block, EmailBlock):
            return self.mailbox()
        return self.value() if type(block) in {CharBlock, TextBlock} else value

    def rich_text(self, features: Sequence[str] | None) -> str:
        """What Wagtail's editor stores when its browser sends such texts and such links."""
        allowed = list(features) if features is not None else ["bold", "link", "h3", "ul"]
        kinds = {"h3": "header-three", "ul": "unordered-list-item"}
        drawn = ["unstyled", *(kind for feature, kind in kinds.items() if feature in allowed)]
        state = {
            "blocks": [
                {
                    "key": f"k{number}",
                    "text": self.value(),
                    "type": kind,
                    "depth": 0,
                    "inlineStyleRanges": [{"offset": 0, "length": 3, "style": "BOLD"}],
                    "entityRanges": [{"key": number, "offset": 0, "length": 8}],
                }
                for number, kind in enumerate(drawn)
            ],
            "entityMap": {
                "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": self.value()}},
                "1": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": self.address()}},
                "2": {
                    "type": "LINK",
                    "mutability": "MUTABLE",
                    "data": {"url": f"mailto:{self.mailbox()}"},
                },
            },
        }
        return str(ContentstateConverter(features=allowed).to_database_format(json.dumps(state)))


# What is sealed and yet no text of a person's: what was chosen from what the form offers.
KEPT_IN_BLOBS = {
    "news",
    "answers",
    "consents",
    "affiliation",
    "zone",
    "local_start",
    "local_end",
    # Ids and days, which are read as such.
    "agreed",
    "customer",
    "first_day",
    "groups",
    "last_day",
    "place",
    "supporter",
    "wording",
}


def text_columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of a model that hold a text somebody wrote, or that came from a provider."""
    return [
        column
        for column in model._meta.fields
        if column.model is model or not column.model._meta.abstract
        if isinstance(column, models.CharField | models.TextField | models.JSONField)
        if not isinstance(column, StreamField | models.SlugField)
        if not column.choices
        if column.name not in CODES and type(column).__name__ != "LocalTimeField"
    ]


def expected() -> Iterator[str]:
    """The name of every column that ``Saturation.columns()`` must have written."""
    for model in apps.get_models():
        label = model._meta.label
        if is_ours(label) and label not in UNSEEN and not label.startswith("countersign_privacy"):
            yield from (f"{label}.{column.name}" for column in text_columns(model))
