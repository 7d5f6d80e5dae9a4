"""Staff's viewset of series: their list, and the form of one."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView

from campaigns.blocks import ActionRef, action_choices
from campaigns.kinds import action_kinds
from mailings.admin_views.common import series_url
from mailings.enums import SeriesTrigger
from mailings.models import Series
from mailings.selectors import scope
from mailings.services.series import discard_series
from privacy.actors import Actor
from privacy.scopes import AnyUser
from privacy.viewsets import DeclaredViewSet, OwnRows, own_url_finder


def deed_choices() -> list[Any]:
    """Any action of a kind, or one of them."""
    of_a_kind = [(kind.name, str(kind.plural)) for kind in action_kinds()]
    return [("", "—"), (str(_("Any of these")), of_a_kind), *action_choices(of_doers=True)]


class SeriesForm(WagtailAdminModelForm):
    """What begins a series, and for whom."""

    acted = forms.ChoiceField(
        label=_("Action"),
        choices=deed_choices,
        required=False,
        help_text=_("For “took an action”: which."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one = self.instance
        ref = ActionRef(one.acted_kind, one.acted_id) if one.acted_id is not None else one.acted_kind
        self.initial["acted"] = str(ref)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        acted, trigger = cleaned.get("acted", ""), cleaned.get("trigger")
        if trigger == SeriesTrigger.ACTED and not acted:
            self.add_error("acted", ValidationError(_("Say which kind of action begins it.")))
        if trigger != SeriesTrigger.ACTED:
            acted = ""
        ref = ActionRef.parse(acted)
        self.instance.acted_kind = ref.kind if ref is not None else acted
        self.instance.acted_id = ref.public_id if ref is not None else None
        return cleaned


class OwnSeries(OwnRows):
    def visible_rows(self, user: AnyUser) -> QuerySet[Series]:
        return scope.series_visible_to(user)


class Resting(OwnSeries):
    """Leads to a series that runs instead of changing it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = self.visible_rows(request.user).filter(pk=kwargs["pk"]).first()
        if found is not None and found.is_running:
            messages.warning(request, gettext("It runs: have it rest first."))
            return redirect(series_url(found))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class SeriesIndexView(IndexView):
    """Those of one's campaigns, or all of them."""

    def get_base_queryset(self) -> QuerySet[Series]:
        return scope.series_visible_to(self.request.user)

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            message: str = super().no_results_message
            return message
        return gettext("No series yet. Make one to welcome those who join a list.")


class SeriesCreateView(CreateView):
    def get_success_url(self) -> str:
        return series_url(self.object)


class SeriesEditView(Resting, EditView):
    def get_success_url(self) -> str:
        return series_url(self.object)


class SeriesDeleteView(Resting, DeleteView):
    """Its steps go with it, as far as nobody got them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = self.visible_rows(request.user).filter(pk=kwargs["pk"]).first()
        if found is not None and found.steps.filter(mailing__frozen__gt=0).exists():
            messages.warning(
                request, gettext("Somebody got a step of it, so it stays: have it rest instead.")
            )
            return redirect(series_url(found))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def delete_action(self) -> None:
        discard_series(series=self.object, actor=Actor.staff(self.request.user))


class SeriesHistoryView(OwnSeries, HistoryView):
    pass


class SeriesUsageView(OwnSeries, UsageView):
    pass


class SeriesViewSet(DeclaredViewSet):
    """Series of mailings. Their steps have a page of their own."""

    model = Series
    icon = "list-ol"
    menu_label = _("Series")
    index_view_class = SeriesIndexView
    add_view_class = SeriesCreateView
    edit_view_class = SeriesEditView
    delete_view_class = SeriesDeleteView
    history_view_class = SeriesHistoryView
    usage_view_class = SeriesUsageView
    list_display: ClassVar[list[Column]] = [
        TitleColumn("name", label=_("Name"), get_url=series_url, sort_key="name"),
        Column("trigger", label=_("Begins when somebody"), accessor="get_trigger_display"),
        Column("list", label=_("List")),
        Column("is_running", label=_("Runs"), accessor=lambda row: gettext("yes") if row.is_running else "–"),
    ]
    search_fields: ClassVar[list[str]] = ["name"]
    ordering: ClassVar[list[str]] = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("trigger"), FieldPanel("acted")]),
            FieldRowPanel([FieldPanel("list"), FieldPanel("campaign")]),
        ],
        base_form_class=SeriesForm,
    )

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        return own_url_finder(super().url_finder_class, scope.series_visible_to)
