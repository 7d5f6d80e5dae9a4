"""Writing to a target's office and calling it: by the visitor's own mail and telephone.

Nothing is sent by us, and nothing about the person is kept. What is counted is how often a button was
pressed on a day (``PressTotal``).
"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from campaigns.picking import TargetBlock


def language_choices() -> list[tuple[str, str]]:
    """The site's languages; by name in migrations, which so are the same whatever they are."""
    return list(settings.LANGUAGES)


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


class WriteBlock(blocks.StructBlock):
    """Write to a target's office: opens the visitor's own mail."""

    target = TargetBlock(label=_("To"), help_text=_("Its public office e-mail or office address is used."))
    heading = blocks.CharBlock(
        required=False, max_length=120, label=_("Heading"), help_text=_("Empty: “Write to” and the name.")
    )
    words = blocks.TextBlock(required=False, max_length=600, label=_("A few words"))
    letters = blocks.ListBlock(LetterBlock(), min_num=1, max_num=4, label=_("Letters, one a language"))

    class Meta:
        icon = "mail"
        label = _("Write to …")
        template = "campaigns/blocks/write.html"


class ScriptBlock(blocks.StructBlock):
    """What to say on the telephone, in one language."""

    language = blocks.ChoiceBlock(choices=language_choices, label=_("Language"))
    script = blocks.TextBlock(
        max_length=1200,
        label=_("What to say"),
        help_text=_("Short sentences to be read aloud. For instance: Hello, I live in this city and …"),
    )


class CallBlock(blocks.StructBlock):
    """Call a target's office: opens the visitor's own telephone."""

    target = TargetBlock(label=_("Whom"), help_text=_("Its public office phone is used."))
    heading = blocks.CharBlock(
        required=False, max_length=120, label=_("Heading"), help_text=_("Empty: “Call” and the name.")
    )
    words = blocks.TextBlock(required=False, max_length=600, label=_("A few words"))
    scripts = blocks.ListBlock(ScriptBlock(), min_num=1, max_num=4, label=_("What to say, one a language"))

    class Meta:
        icon = "mobile-alt"
        label = _("Call …")
        template = "campaigns/blocks/call.html"
