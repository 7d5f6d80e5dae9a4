"""Tags and answers of one supporter: what stands there is told by name only, what is typed is sealed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.exceptions import SealedError, TooManyDeeds
from supporters.admin_views.common import CAN_ACT, WHO, OfSupporter, file_trail, profile_url, too_many_deeds
from supporters.enums import Legible
from supporters.field_forms import answer_field, stored
from supporters.models import CustomField, Tag
from supporters.people import masked_people
from supporters.services import labels as services


class TagView(OfSupporter, View):
    """Put a tag on, or take it off. POST only."""

    permission = CAN_ACT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tag = Tag.objects.filter(public_id=self.tag_id()).first()
        if tag is None:
            # Deleted by a colleague meanwhile.
            messages.error(request, gettext("There is no such tag any more."))
        else:
            try:
                self.act(tag)
            except TooManyDeeds:
                messages.error(request, too_many_deeds())
        return redirect(f"{profile_url(self.supporter)}#tags-heading")

    def tag_id(self) -> Any:
        return self.kwargs["tag"]

    def act(self, tag: Tag) -> None:
        raise NotImplementedError


class ChooseTag(forms.Form):
    """The id of a tag."""

    tag = forms.UUIDField()


@audience(*WHO)
class PutTagView(TagView):
    """The tag is chosen in the form."""

    def tag_id(self) -> Any:
        form = ChooseTag(self.request.POST)
        return form.cleaned_data["tag"] if form.is_valid() else None

    def act(self, tag: Tag) -> None:
        services.put_tag(supporter=self.supporter, tag=tag, actor=Actor.staff(self.staff))
        messages.success(self.request, gettext("The tag is on."))


@audience(*WHO)
class TakeTagView(TagView):
    """The tag is named by the address."""

    def act(self, tag: Tag) -> None:
        services.take_tag(supporter=self.supporter, tag=tag, actor=Actor.staff(self.staff))
        messages.success(self.request, gettext("The tag is off."))


class AnswersForm(forms.Form):
    """All questions, empty: what is filled in replaces, what is ticked is emptied, the rest stays."""

    def __init__(self, data: Any = None, *, asked: list[CustomField], answered: tuple[str, ...]) -> None:
        super().__init__(data)
        self.asked = asked
        self.answered = answered
        for one in asked:
            self.fields[one.key] = answer_field(one)
            if one.key in answered:
                self.fields[f"{one.key}-none"] = forms.BooleanField(
                    label=_("Empty it: %(field)s") % {"field": one}, required=False
                )

    def rows(self) -> list[dict[str, Any]]:
        """One for each question: its input, and the box that empties what stands there."""
        return [
            {
                "input": self[one.key],
                "empties": self[f"{one.key}-none"] if one.key in self.answered else None,
            }
            for one in self.asked
        ]

    def said(self) -> dict[CustomField, Any]:
        answers: dict[CustomField, Any] = {}
        for one in self.asked:
            answer = stored(one, self.cleaned_data.get(one.key))
            if answer is not None or self.cleaned_data.get(f"{one.key}-none"):
                answers[one] = answer
        return answers


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class AnswersView(OfSupporter, WagtailAdminTemplateMixin, View):
    """Write answers to the organization's own questions. What is written is not shown: that is a look."""

    permission = CAN_ACT
    template_name = "supporters/admin/answers.html"
    header_icon = "edit"
    page_title = _("Write fields")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return file_trail(self.page_title, supporter=self.supporter)

    def form(self, data: Any = None) -> AnswersForm:
        [masked] = masked_people([self.supporter])
        if masked.legible != Legible.YES:
            raise Http404
        return AnswersForm(data, asked=list(CustomField.objects.all()), answered=masked.questions)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            services.write_answers(
                supporter=self.supporter, answers=form.said(), actor=Actor.staff(self.staff)
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.draw(form, status=422)
        except TooManyDeeds:
            form.add_error(None, too_many_deeds())
            return self.draw(form, status=429)
        except SealedError:
            raise Http404 from None
        messages.success(request, gettext("It is written down."))
        return redirect(profile_url(self.supporter))

    def draw(self, form: AnswersForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form, supporter=self.supporter, back_url=profile_url(self.supporter)
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)
