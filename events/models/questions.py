"""What an event asks besides names, and the codes that let people in."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from events.enums import QuestionKind
from events.models.events import Event
from privacy.days import ChangedDayField, utc_today
from privacy.denylist import refuse_status_words
from privacy.localized import LocalizedTextField

MOST_QUESTIONS = 5


class Question(models.Model):
    """One question of an event's form. What it says passes the denylist of status words when saved."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="questions")
    words = LocalizedTextField(_("question"))
    kind = models.CharField(_("answered"), max_length=6, choices=QuestionKind, default=QuestionKind.TEXT)
    # The choices of each language, one a line, in the same order in all.
    choices = LocalizedTextField(_("choices"), blank=True, help_text=_("One a line."))
    is_required = models.BooleanField(_("has to be answered"), default=False)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values), name="countersign_question_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.words_in(get_language() or "")

    def clean(self) -> None:
        """No question about a person's status, and no choice of fewer than two."""
        for text in self.words.values():
            _refuse("words", text)
        if self.kind != QuestionKind.CHOICE:
            return
        for text in self.choices.values():
            _refuse("choices", text)
            if len([line for line in text.splitlines() if line.strip()]) < 2:
                raise ValidationError({"choices": _("Write two choices at least, one on a line.")})
        if not any(self.choices.values()):
            raise ValidationError({"choices": _("Write two choices at least, one on a line.")})

    def words_in(self, language: str) -> str:
        return self.words.best(language)[0]

    def choices_in(self, language: str) -> list[str]:
        """What can be chosen, in ``language``."""
        return [line.strip() for line in self.choices.best(language)[0].splitlines() if line.strip()]


def _refuse(field: str, text: str) -> None:
    try:
        refuse_status_words(text)
    except ValidationError as refusal:
        raise ValidationError({field: refusal}) from None


class InviteCode(models.Model):
    """A code that lets people sign up for an event; kept as a keyed hash only."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="invite_codes")
    # What staff call it: "affinity group north". Never a person's name.
    label = models.CharField(_("for whom"), max_length=60)
    code_index = models.BinaryField(max_length=32, editable=False)
    most = models.PositiveSmallIntegerField(_("how many may use it"), default=1)
    used = models.PositiveSmallIntegerField(default=0, editable=False)
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("invitation code")
        verbose_name_plural = _("invitation codes")
        ordering = ["label", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "code_index"], name="countersign_one_invite_code_each"),
            models.CheckConstraint(condition=Q(used__lte=F("most")), name="countersign_invite_not_overused"),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.public_id.hex[:4].upper()}"
