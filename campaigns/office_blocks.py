"""Writing to a target's office and calling it: by the visitor's own mail and telephone.

Nothing is sent by us, and nothing about the person is kept. What is counted is how often a button was
pressed on a day (``PressTotal``). ``block_id=`` of the parent context tells two on one page apart.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from campaigns.enums import PressKind
from campaigns.offices import mail_address, phone_address
from campaigns.picking import TargetBlock


def language_choices() -> list[tuple[str, str]]:
    """The site's languages; by name in migrations, which so are the same whatever they are."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def _spoken_first(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows of one language each, that of the page first; with the name and direction of their language.

    A draft that is looked at may have empty fields.
    """
    shown = get_language() or settings.LANGUAGE_CODE
    told = []
    for row in rows:
        language = row["language"] or shown
        info = get_language_info(language)
        own = {"language": language, "is_own": language == shown}
        told.append({**row, **own, "name": info["name_translated"], "is_rtl": info["bidi"]})
    return sorted(told, key=lambda row: not row["is_own"])


class _OfficeBlock(blocks.StructBlock):
    """What both have: a target with a way to its office, and rows of one language each."""

    kind: PressKind
    rows_name: str

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse an office that cannot be reached so, and two rows of one language."""
        cleaned = super().clean(value)
        missing = self.what_is_missing(cleaned["target"])
        if missing:
            raise StructBlockValidationError(block_errors={"target": ValidationError(missing)})
        languages = [row["language"] for row in cleaned[self.rows_name]]
        if len(set(languages)) < len(languages):
            twice = ListBlockValidationError(
                non_block_errors=[ValidationError(_("There are two of one language."))]
            )
            raise StructBlockValidationError(block_errors={self.rows_name: twice})
        return cleaned

    def example(self, language: str) -> dict[str, str]:
        """A row of words that could be anybody's."""
        raise NotImplementedError

    def get_preview_value(self) -> Any:
        """For the editor's list of blocks: a target that can be reached so, where there is one."""
        reached = (one for one in self.child_blocks["target"].offered() if not self.what_is_missing(one))
        row = self.example(get_language() or settings.LANGUAGE_CODE)
        return self.normalize({"target": next(reached, None), self.rows_name: [row]})

    def what_is_missing(self, target: Any) -> Any:
        """A sentence for the editor; "" where the office can be reached."""
        raise NotImplementedError

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``target`` (None: gone), ``rows``, ``key`` for ids, ``pressed_url`` ("" in a preview)."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        target = value["target"]
        context["target"] = target
        context["rows"] = _spoken_first(value[self.rows_name])
        context["key"] = f"{self.kind.value}-{context.get('block_id', '')}"
        context["pressed_url"] = ""
        if target is not None and not getattr(context.get("request"), "is_preview", False):
            context["pressed_url"] = reverse("countersign_pressed", args=[target.public_id, self.kind.value])
        return context


class LetterBlock(blocks.StructBlock):
    """What a letter may say, in one language."""

    language = blocks.ChoiceBlock(choices=language_choices, label=_("Language"))
    subject = blocks.CharBlock(
        max_length=120, label=_("Subject"), help_text=_("For instance: Please end the contract")
    )
    points = blocks.TextBlock(
        max_length=1200,
        label=_("Starting points"),
        help_text=_(
            "What somebody can begin with. Letters in people's own words weigh more: leave room for them."
        ),
    )


class WriteBlock(_OfficeBlock):
    """Write to a target's office: opens the visitor's own mail."""

    kind = PressKind.WRITE
    rows_name = "letters"

    target = TargetBlock(label=_("To"), help_text=_("Its public office e-mail or office address is used."))
    heading = blocks.CharBlock(
        required=False, max_length=120, label=_("Heading"), help_text=_("Empty: “Write to” and the name.")
    )
    words = blocks.TextBlock(required=False, max_length=600, label=_("A few words"))
    letters = blocks.ListBlock(LetterBlock(), min_num=1, max_num=4, label=_("Letters, one a language"))

    def what_is_missing(self, target: Any) -> Any:
        if target.office_email or target.office_address:
            return ""
        return _("We know neither an office e-mail nor an office address of this one. Add it there first.")

    def example(self, language: str) -> dict[str, str]:
        return {"language": language, "subject": gettext("What I ask"), "points": gettext("Dear office, …")}

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        target = context["target"]
        if target is not None:
            for row in context["rows"]:
                row["href"] = mail_address(target, subject=row["subject"] or "", text=row["points"] or "")
        return context

    class Meta:
        icon = "mail"
        label = _("Write to …")
        description = _("Opens the visitor’s own mail to an office, with words to begin with.")
        template = "campaigns/blocks/write.html"


class ScriptBlock(blocks.StructBlock):
    """What to say on the telephone, in one language."""

    language = blocks.ChoiceBlock(choices=language_choices, label=_("Language"))
    script = blocks.TextBlock(
        max_length=1200,
        label=_("What to say"),
        help_text=_("Short sentences to be read aloud. For instance: Hello, I live in this city and …"),
    )


class CallBlock(_OfficeBlock):
    """Call a target's office: opens the visitor's own telephone."""

    kind = PressKind.CALL
    rows_name = "scripts"

    target = TargetBlock(label=_("Whom"), help_text=_("Its public office phone is used."))
    heading = blocks.CharBlock(
        required=False, max_length=120, label=_("Heading"), help_text=_("Empty: “Call” and the name.")
    )
    words = blocks.TextBlock(required=False, max_length=600, label=_("A few words"))
    scripts = blocks.ListBlock(ScriptBlock(), min_num=1, max_num=4, label=_("What to say, one a language"))

    def what_is_missing(self, target: Any) -> Any:
        if phone_address(target):
            return ""
        return _("We know no office phone of this one that can be dialled. Add it there first.")

    def example(self, language: str) -> dict[str, str]:
        return {"language": language, "script": gettext("Hello, I live in this city and …")}

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        target = context["target"]
        context["href"] = phone_address(target) if target is not None else ""
        if target is not None:
            context["hours"], context["hours_language"] = target.office_hours.best(get_language() or "")
        return context

    class Meta:
        icon = "mobile-alt"
        label = _("Call …")
        description = _("Opens the visitor’s own telephone to an office, with what to say.")
        template = "campaigns/blocks/call.html"
