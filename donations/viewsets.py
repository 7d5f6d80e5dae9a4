"""Staff's views of fundraisers in Wagtail's admin: listing, form, and the chooser of the page editor."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets.button import Button

from donations.admin_views.common import CAN_SEE_GIFTS, CAN_SEE_TOTALS, fundraiser_url, gifts_url
from donations.admin_views.fundraiser_forms import FundraiserChooserForm, FundraiserForm
from donations.admin_views.menu import gifts_menu_items
from donations.kinds import takes_tests
from donations.models import Fundraiser, ReceiptWording
from donations.selectors.scope import visible_to
from donations.services.editing import next_version, save_fundraiser
from donations.staff_urls import staff_paths
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.choosers import OwnChooserViewSet, OwnCreateView
from privacy.scopes import AnyUser
from privacy.viewsets import DeclaredViewSet, OwnRows, own_url_finder


class OwnFundraisers(OwnRows):
    def visible_rows(self, user: AnyUser) -> QuerySet[Fundraiser]:
        return visible_to(user)


class FundraiserIndexView(IndexView):
    """The fundraisers of one's campaigns; all for whoever keeps the books."""

    def get_base_queryset(self) -> QuerySet[Fundraiser]:
        return visible_to(self.request.user)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        more, user = [*super().header_more_buttons], self.request.user
        if user.has_perm(CAN_SEE_GIFTS):
            more.append(Button(gettext("Gifts"), url=gifts_url(), icon_name="list-ul", priority=20))
        if user.has_perm(CAN_SEE_TOTALS):
            url = reverse("fundraiser:report")
            more.append(Button(gettext("What was given"), url=url, icon_name="table", priority=21))
        return more

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            message: str = super().no_results_message
            return message
        return gettext(
            "No fundraiser yet. Make one here, or in the editor of its page: choose “Fundraiser”, then "
            "“Create”."
        )


def save_form(form: forms.BaseForm, user: AbstractBaseUser) -> Fundraiser:
    """Keep what a valid form says, and the designations below it."""
    fundraiser: Fundraiser = form.save(commit=False)  # type: ignore[attr-defined]
    return save_fundraiser(fundraiser=fundraiser, actor=Actor.staff(user))


class FundraiserCreateView(CreateView):
    def save_instance(self) -> Fundraiser:
        return save_form(self.form, self.request.user)

    def get_success_url(self) -> str:
        return fundraiser_url(self.object)


class FundraiserEditView(OwnFundraisers, EditView):
    def save_instance(self) -> Fundraiser:
        """What is not in the form is kept as it is now: services may have written it since it was read."""
        rows = Fundraiser.objects.select_for_update(no_key=True).filter(pk=self.form.instance.pk)
        unseen = [field.attname for field in Fundraiser._meta.concrete_fields if not field.editable]
        for name, value in rows.values(*unseen).get().items():
            setattr(self.form.instance, name, value)
        return save_form(self.form, self.request.user)

    def get_success_url(self) -> str:
        return fundraiser_url(self.object)

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        at = Button(gettext("At a glance"), url=fundraiser_url(self.object), icon_name="view", priority=1)
        return [*super().header_more_buttons, at]


class FundraiserDeleteView(OwnFundraisers, DeleteView):
    """Only one without gifts can go: what was given stays in the books."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = self.visible_rows(request.user).filter(pk=kwargs.get("pk", args[0] if args else None)).first()
        if found is not None and (found.donations.exists() or found.recurring.exists()):
            messages.warning(
                request, gettext("A fundraiser with gifts cannot be deleted. Close it: what was given stays.")
            )
            return redirect(fundraiser_url(found))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class FundraiserHistoryView(OwnFundraisers, HistoryView):
    pass


class FundraiserUsageView(OwnFundraisers, UsageView):
    pass


class FundraiserViewSet(DeclaredViewSet):
    """Fundraisers: what is asked for and by which rules. The words are on their pages."""

    model = Fundraiser
    icon = "tag"
    menu_label = _("Fundraisers")
    index_view_class = FundraiserIndexView
    add_view_class = FundraiserCreateView
    edit_view_class = FundraiserEditView
    delete_view_class = FundraiserDeleteView
    history_view_class = FundraiserHistoryView
    usage_view_class = FundraiserUsageView
    list_display: ClassVar[list[Column]] = [
        TitleColumn("name", label=_("Name"), get_url=fundraiser_url, sort_key="name"),
        Column("campaign", label=_("Campaign"), sort_key="campaign"),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        Column(
            "deadline_local",
            label=_("Deadline"),
            accessor=lambda row: (
                date_format(row.deadline_local, "SHORT_DATETIME_FORMAT") if row.deadline_local else "–"
            ),
        ),
    ]
    list_filter: ClassVar[list[str]] = ["state"]
    list_per_page = 50
    search_fields: ClassVar[list[str]] = ["name"]
    ordering: ClassVar[list[str]] = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("campaign"), FieldPanel("currency")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("goal_money"), FieldPanel("goal_donors")]),
                    FieldPanel("counts_first_instalments"),
                    FieldRowPanel([FieldPanel("start_money"), FieldPanel("start_donors")]),
                    FieldRowPanel([FieldPanel("after_goal"), FieldPanel("stretch")]),
                    FieldPanel("is_on_banner"),
                ],
                heading=_("Goals"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("opens"),
                    FieldRowPanel([FieldPanel("deadline_local"), FieldPanel("zone")]),
                    FieldPanel("goes_on_after"),
                ],
                heading=_("Until when"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("takes_once"), FieldPanel("takes_monthly")]),
                    FieldRowPanel([FieldPanel("amounts_once"), FieldPanel("marked_once")]),
                    FieldRowPanel([FieldPanel("amounts_monthly"), FieldPanel("marked_monthly")]),
                    FieldRowPanel([FieldPanel("least"), FieldPanel("most")]),
                    FieldPanel("takes_other"),
                ],
                heading=_("Amounts"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("asks_fee"),
                    FieldRowPanel([FieldPanel("fee_rate"), FieldPanel("fee_fixed")]),
                    FieldPanel("takes_dedication"),
                    FieldPanel("ask_news"),
                    FieldPanel("other_ways", widget=forms.Textarea),
                ],
                heading=_("What the form asks"),
            ),
            InlinePanel(
                "designations",
                heading=_("What a donor may choose that it is for"),
                label=_("Designation"),
                panels=[FieldPanel("name")],
            ),
        ],
        base_form_class=FundraiserForm,
    )

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        return own_url_finder(super().url_finder_class, visible_to)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), *staff_paths()]


class WordingCreateView(CreateView):
    def save_instance(self) -> ReceiptWording:
        wording: ReceiptWording = self.form.save(commit=False)
        return next_version(wording=wording, actor=Actor.staff(self.request.user))


class WordingEditView(EditView):
    """What is changed is a new version: receipts that were sent keep the words of theirs."""

    def save_instance(self) -> ReceiptWording:
        wording: ReceiptWording = self.form.save(commit=False)
        wording.pk = None
        wording._state.adding = True
        return next_version(wording=wording, actor=Actor.staff(self.request.user))


class WordingIndexView(IndexView):
    @cached_property
    def no_results_message(self) -> str:
        return gettext("Receipts say nothing of the organization yet. Add what the law and your donors want.")


class WordingViewSet(DeclaredViewSet):
    """What receipts say, by version. A receipt keeps that of its day, so a version is never changed."""

    model = ReceiptWording
    icon = "doc-full"
    menu_label = _("Words of receipts")
    index_view_class = WordingIndexView
    add_view_class = WordingCreateView
    edit_view_class = WordingEditView
    list_display: ClassVar[list[Column]] = [
        TitleColumn("version", label=_("Version"), url_name="receipt_wording:edit"),
        Column(
            "from_day",
            label=_("In force from"),
            accessor=lambda row: date_format(row.from_day, "SHORT_DATE_FORMAT"),
        ),
        Column("organization", label=_("Organization")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("from_day"),
            FieldPanel("organization", widget=forms.Textarea),
            FieldPanel("status", widget=forms.Textarea),
            FieldPanel("tax_line", widget=forms.Textarea),
        ]
    )


def _menu_label() -> str:
    label = gettext("Donations")
    return f"{label} · {gettext('TEST')}" if takes_tests() else label


class DonationsViewSetGroup(ModelViewSetGroup):
    """One entry of the menu for fundraisers, and what receipts say."""

    menu_label = lazy(_menu_label, str)()
    menu_name = "donations"
    menu_icon = "tag"
    menu_order = 159
    items = (FundraiserViewSet("fundraiser"), WordingViewSet("receipt_wording"))

    def get_submenu_items(self) -> list[Any]:
        """With what is no plain listing of a model."""
        fundraisers, *rest = super().get_submenu_items()
        items = [fundraisers, *gifts_menu_items(), *rest]
        for place, item in enumerate(items):
            item.order = place
        return items


@audience(Audience.STAFF)
class FundraiserChooserCreateView(OwnCreateView):
    """Writes the instant of the deadline with it."""

    def save_form(self, form: FundraiserChooserForm) -> Fundraiser:
        staff: Any = self.request.user
        return save_form(form, staff)


class FundraiserChooserViewSet(OwnChooserViewSet):
    """Choose a fundraiser for a page, or make one without leaving the page editor."""

    model = Fundraiser
    icon = "tag"
    choose_one_text = _("Choose a fundraiser")
    choose_another_text = _("Choose another fundraiser")
    edit_item_text = _("Edit this fundraiser")
    creation_form_class = FundraiserChooserForm
    create_view_class = FundraiserChooserCreateView

    def visible_rows(self, user: AnyUser) -> QuerySet[Fundraiser]:
        return visible_to(user)
