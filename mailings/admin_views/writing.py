"""Beginning the words of a mailing: from nothing, from those of another language, from an older mailing."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mailings.admin_views.common import CAN_EDIT
from mailings.admin_views.deeds import MailingFormView, why_not
from mailings.admin_views.words import words_title
from mailings.enums import Variant
from mailings.exceptions import MailingError
from mailings.models import MailContent
from mailings.selectors import scope
from mailings.selectors.words import words_of
from mailings.services.words import start_words
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.localized import language_name
from privacy.scopes import AnyUser

# How many older mailings are offered to begin from.
MOST_OLDER = 30


class BeginForm(forms.Form):
    """From what new words begin: from nothing, or from words there are."""

    like = forms.ChoiceField(label=_("Begin with"), required=False)

    def __init__(self, data: Any = None, *, choices: Any) -> None:
        super().__init__(data)
        self.fields["like"].choices = choices  # type: ignore[attr-defined]


@audience(Audience.STAFF)
class StartWordsView(MailingFormView):
    """Begin the words of one language, from nothing or like others; goes on to the editor."""

    page_title = _("Begin to write")
    button = _("Begin")
    permission = CAN_EDIT

    @cached_property
    def where(self) -> tuple[str, Variant]:
        """The language and the wording that the address names. Raises Http404."""
        code, variant = self.kwargs["language"], self.kwargs["variant"]
        if code not in dict(settings.LANGUAGES) or variant not in Variant.values:
            raise Http404
        return code, Variant(variant)

    @property
    def says(self) -> Any:
        return _("You begin to write in: %(language)s") % {"language": language_name(self.where[0])}

    def make_form(self, data: Any = None) -> BeginForm:
        return BeginForm(data, choices=[("", _("An empty mail")), *self.offered()])

    def offered(self) -> list[Any]:
        """What can be begun from: other words of this mailing, and older ones in the same language."""
        code, _variant = self.where
        own = [(one.public_id, words_title(one)) for one in words_of(self.mailing).values()]
        older = usable(self.request.user).filter(language=code).exclude(mailing=self.mailing)
        older = older.select_related("mailing").order_by("-mailing", "variant")[:MOST_OLDER]
        found: list[Any] = [(_("This mailing"), own)] if own else []
        names = [(one.public_id, f"{one.mailing.name} ({one.get_variant_display()})") for one in older]
        return [*found, (_("Older mailings"), names)] if names else found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        code, variant = self.where
        chosen = form.cleaned_data["like"]
        like = usable(request.user).filter(public_id=chosen).first() if chosen else None
        try:
            content = start_words(
                mailing=self.mailing,
                language=code,
                variant=variant,
                like=like,
                actor=Actor.staff(self.staff),
            )
        except MailingError as refusal:
            form.add_error(None, why_not(refusal))
            return self.draw(form, status=422)
        return redirect("mail_words:edit", content.pk)


def usable(user: AnyUser) -> Any:
    """The words that this user may read, and so begin from."""
    return MailContent.objects.filter(mailing__in=scope.visible_to(user))
