"""The rules that segments are made of: one registered class each, whichever floor it comes from.

An app gives its rules in its ``segments.py`` and registers them in ``ready()``. Every parameter of a
rule is a field of its form and is stored as a string, as that field writes it: so one form draws a rule,
checks what was typed and reads what is stored.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, Model, Q, Subquery
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy.registry import Stateless, register_once

if TYPE_CHECKING:
    from supporters.models import SupporterDetails

type Load = Callable[[], Iterable[tuple[UUID, str]]]

MOST_DAYS = 3660
LONGEST_PARAMETER = 8_000


class Book:
    """What staff can choose among, by name; each kind is read once, however many rules name it."""

    def __init__(self) -> None:
        self._read: dict[Load, list[tuple[str, str]]] = {}

    def of(self, load: Load) -> list[tuple[str, str]]:
        """(public id, name) of each, as a select offers them."""
        if load not in self._read:
            self._read[load] = [(str(public_id), name) for public_id, name in load()]
        return self._read[load]

    def name(self, load: Load, public_id: UUID) -> str:
        """Its name; a word for what is gone."""
        return dict(self.of(load)).get(str(public_id), gettext("something that was deleted"))


class OneOf(forms.ChoiceField):
    """One of our own rows, by its public id. Without a Book only its shape is looked at."""

    def __init__(self, load: Load, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.load = load
        self.is_offered = False

    def offer(self, book: Book) -> None:
        """Let staff choose among what there is now."""
        self.choices = [("", "…"), *book.of(self.load)]
        self.is_offered = True

    def to_python(self, value: Any) -> Any:
        if not value:
            return ""
        try:
            return UUID(str(value))
        except ValueError:
            raise ValidationError(_("Choose one from the list."), code="invalid") from None

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
        if value and self.is_offered and not self.valid_value(str(value)):
            raise ValidationError(_("This was deleted: choose another, or remove the rule."), code="gone")


class DaysField(forms.IntegerField):
    """A number of days back from today."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Days"), "min_value": 1, "max_value": MOST_DAYS, **kwargs})


class DayField(forms.DateField):
    """One day, in the browser's own field for days."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"label": _("Day"), "widget": widget, **kwargs})


class RuleForm(forms.Form):
    """The parameters of one rule. ``book`` offers the choices; without it nothing is looked up."""

    def __init__(self, data: Any = None, *, book: Book | None = None, prefix: str | None = None) -> None:
        super().__init__(data, prefix=prefix)
        for field in self.fields.values():
            if isinstance(field, OneOf) and book is not None:
                field.offer(book)

    def keep_quiet(self) -> None:
        """Show what was typed, and not yet what is wrong with it: staff are still writing."""
        self._errors = ErrorDict()

    def said(self) -> dict[str, str]:
        """What is stored of it. Call it on a valid form."""
        stored = {name: _as_text(value) for name, value in self.cleaned_data.items()}
        return {name: text for name, text in stored.items() if text}


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)


class SegmentRule(Stateless, ABC):
    """One question about a supporter. One instance is registered."""

    # Stored in trees: never change it once it shipped.
    name: ClassVar[str]
    label: ClassVar[str | Promise]
    help: ClassVar[str | Promise] = ""
    form: ClassVar[type[RuleForm]]
    # Whether it can only be answered by opening what is sealed: then it has matches() in place of q().
    reads_sealed: ClassVar[bool] = False
    # Whether it tells where somebody is: small numbers of such a segment are told to nobody.
    is_narrow: ClassVar[bool] = False

    def q(self, said: Mapping[str, Any]) -> Q:
        """Who fits, as a condition on Supporter: by EXISTS where another table is asked.

        ``said`` is the form's cleaned data. It must be true or false for everybody, never NULL.
        """
        raise NotImplementedError

    def ground(self, said: Mapping[str, Any]) -> Q:
        """What must be there still, or nobody fits, also not under "not": the list that it names."""
        return Q()

    def matches(self, said: Mapping[str, Any], details: "SupporterDetails") -> bool:
        """Whether this person fits; for a rule that reads what is sealed."""
        raise NotImplementedError

    @abstractmethod
    def words(self, said: Mapping[str, Any], book: Book) -> str:
        """What comes after "Everyone who": "signed “Drop the contract”"."""


segment_rules: dict[str, SegmentRule] = {}


def register_segment_rule(rule: SegmentRule) -> None:
    """Make ``rule`` known; called from an app's ``ready()``. Raises ImproperlyConfigured for a taken name."""
    register_once(segment_rules, rule.name, rule, what="rule of segments")


def read_rule(
    node: Mapping[str, Any], book: Book | None = None
) -> tuple[SegmentRule | None, RuleForm | None]:
    """The rule that a leaf names and its form, bound to what is stored.

    (None, None) if its app was taken out; (rule, None) if what is stored is nothing that any version of it
    ever wrote.
    """
    rule = segment_rules.get(str(node.get("rule")))
    if rule is None:
        return None, None
    stored = {name: value for name, value in node.items() if name != "rule"}
    known = rule.form.base_fields
    if not all(
        name in known and isinstance(text, str) and len(text) <= LONGEST_PARAMETER
        for name, text in stored.items()
    ):
        return rule, None
    return rule, rule.form(stored, book=book)


def key_of(model: type[Model], public_id: UUID) -> Subquery:
    """The primary key behind a public id, looked up once by the database itself."""
    return Subquery(model._default_manager.filter(public_id=public_id).values("pk")[:1])


def there_is(model: type[Model], public_id: UUID) -> Q:
    """Whether there is such a row: for ``ground()``."""
    return Q(Exists(model._default_manager.filter(public_id=public_id)))
