"""The organization's own questions about supporters: what is asked, never what was answered."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from privacy.days import ChangedDayField, utc_today
from privacy.denylist import EXPLANATION, refuse_status_words
from privacy.localized import LocalizedTextField
from supporters.enums import FieldKind

MOST_CHOICES = 50
LONGEST_CHOICE = 100
# What files call a supporter's own columns: a question of that name would hide one.
RESERVED = frozenset(
    """
    given_name family_name email phone postal_code country region language locality state joined created
    changed tags lists list notes consents custom
    """.split()  # noqa: SIM905
)


class CustomField(models.Model):
    """One question of the organization's own. Answers lie sealed in ``SupporterDetails.custom``, by ``key``.

    ``key`` and ``kind`` never change once it is saved: answers are read by them.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.CharField(
        _("key"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"\A[a-z][a-z0-9_]*\Z", _("Small letters, digits and _; a letter first.")),
            refuse_status_words,
        ],
        help_text=_("Names it in files, as “can_translate”. It cannot be changed later."),
    )
    label = LocalizedTextField(_("label"), longest=120, help_text=EXPLANATION)
    kind = models.CharField(
        _("kind of answer"),
        max_length=6,
        choices=FieldKind,
        default=FieldKind.TEXT,
        help_text=_("It cannot be changed later."),
    )
    choices = models.JSONField(_("choices"), default=list, blank=True)
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FieldKind.values), name="countersign_custom_field_kind"
            ),
        ]

    def __str__(self) -> str:
        text, _language = self.label.best(get_language() or "")
        return text or self.key

    def clean(self) -> None:
        """Refuse words about people's status in each language's label and in each choice."""
        super().clean()
        if self.key in RESERVED:
            raise ValidationError({"key": _("This is the name of a field of ours. Choose another.")})
        for text in self.label.values():
            _refuse("label", text)
        if self.kind != FieldKind.CHOICE:
            self.choices = []
            return
        if len(self.choices) < 2:
            raise ValidationError({"choices": _("Write two choices at least, one on a line.")})
        for choice in self.choices:
            _refuse("choices", choice)


def _refuse(field: str, text: str) -> None:
    try:
        refuse_status_words(text)
    except ValidationError as refusal:
        raise ValidationError({field: refusal}) from None
