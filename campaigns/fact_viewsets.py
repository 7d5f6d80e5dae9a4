"""Staff's views of what is known, in Wagtail's admin: dossiers, contracts, local fights."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView

from campaigns import services
from campaigns.admin_views import contract_import
from campaigns.admin_views.importing import ImportButton
from campaigns.fact_choosers import institution_chooser, jurisdiction_chooser, target_chooser
from campaigns.fact_forms import ContractForm, MeasureForm, TargetForm
from campaigns.models import Contract, Measure, Target
from campaigns.selectors import out_of_date
from privacy.actors import Actor
from privacy.roles import Role
from privacy.viewsets import DeclaredViewSet
from supporters.countries import country_name

CAMPAIGNERS = (Role.EDITORS, Role.ORGANIZERS, Role.ADMINISTRATORS)
SOURCE = MultiFieldPanel(
    [
        FieldPanel("source_name"),
        FieldPanel("source_url"),
        FieldPanel("archived_url"),
        FieldPanel("as_of"),
    ],
    heading=_("Source"),
)
COUNTRY = Column(
    "country", label=_("Country"), accessor=lambda row: country_name(row.country), sort_key="country"
)
OFFICES = HelpPanel(
    content=_(
        "Offices only: no home, no private number, no name of anybody who does not hold a public office or "
        "lead the company. Every fact has a source that anybody can open."
    ),
    heading=_("House rules"),
)


def as_of_words(row: Contract | Measure) -> str:
    """The day on which a fact was last looked at; said to be old after half a year."""
    day = date_format(row.as_of, "SHORT_DATE_FORMAT")
    return gettext("%(day)s: may be out of date") % {"day": day} if row.is_out_of_date else day


VISITORS = Column(
    "is_draft",
    label=_("Visitors"),
    accessor=lambda row: gettext("Draft: no visitor sees it") if row.is_draft else gettext("See it"),
    sort_key="is_draft",
)
AS_OF = Column("as_of", label=_("As of"), accessor=as_of_words, sort_key="as_of")


class FactFilterSet(WagtailFilterSet):
    """With a filter for what nobody looked at for half a year."""

    is_old = ChoiceFilter(
        label=_("As of"),
        choices=[("old", _("May be out of date"))],
        method="keep_old",
        widget=forms.RadioSelect,
    )

    def keep_old(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return out_of_date(rows)


class ContractFilterSet(FactFilterSet):
    class Meta:
        model = Contract
        fields: ClassVar[list[str]] = ["how_obtained", "is_draft"]


class MeasureFilterSet(FactFilterSet):
    class Meta:
        model = Measure
        fields: ClassVar[list[str]] = ["state", "kind", "is_draft"]


class TargetViewSet(DeclaredViewSet):
    """Those who decide, with their dossiers: all campaigns share them."""

    declared_for = CAMPAIGNERS
    add_to_admin_menu = False
    model = Target
    icon = "user"
    list_display: ClassVar[list[Any]] = [
        "name",
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        COUNTRY,
    ]
    list_filter: ClassVar[list[str]] = ["kind"]
    search_fields = ("name",)
    ordering: ClassVar[list[str]] = ["name"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"),
                    FieldRowPanel(
                        [
                            FieldPanel("kind"),
                            FieldPanel("country", help_text=_("Two letters, for instance US.")),
                        ]
                    ),
                    FieldPanel("about"),
                    FieldPanel("website"),
                    FieldRowPanel([FieldPanel("office_email"), FieldPanel("office_phone")]),
                    FieldPanel("office_address"),
                    FieldPanel("office_hours"),
                    FieldPanel("mail_domains"),
                ],
                heading=_("Office"),
            ),
            ObjectList(
                [
                    OFFICES,
                    InlinePanel(
                        "relations",
                        heading=_("Ties to other targets"),
                        label=_("Tie"),
                        panels=[
                            FieldPanel("kind"),
                            FieldPanel("other", widget=target_chooser.widget_class),
                            FieldPanel("source_url"),
                            FieldPanel("is_draft"),
                        ],
                    ),
                    InlinePanel(
                        "recruiting",
                        heading=_("Recruiting on campuses"),
                        label=_("Fair, talk or sponsorship"),
                        panels=[
                            FieldPanel("institution", widget=institution_chooser.widget_class),
                            FieldRowPanel([FieldPanel("kind"), FieldPanel("day")]),
                            FieldPanel("note"),
                            FieldPanel("source_url"),
                            FieldPanel("is_draft"),
                        ],
                    ),
                    InlinePanel(
                        "replies",
                        heading=_("Replies"),
                        label=_("Reply"),
                        panels=[
                            FieldPanel("day"),
                            FieldPanel("summary", widget=forms.Textarea),
                            FieldPanel("source_url"),
                            FieldPanel("is_draft"),
                        ],
                    ),
                ],
                heading=_("Dossier"),
            ),
        ],
        base_form_class=TargetForm,
    )


class ContractIndexView(ImportButton, IndexView):
    """What agencies buy of vendors."""

    import_url_name = "contract:import"
    import_rights = contract_import.CAN_IMPORT

    def get_base_queryset(self) -> QuerySet[Contract]:
        return Contract.objects.select_related("vendor", "agency")


class ContractViewSet(DeclaredViewSet):
    """Contracts, each with its source; they show in the dossiers of both sides."""

    declared_for = CAMPAIGNERS
    add_to_admin_menu = False
    model = Contract
    icon = "doc-full"
    index_view_class = ContractIndexView
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("vendor", label=_("Vendor"), sort_key="vendor__name"),
        Column("agency", label=_("Agency"), sort_key="agency__name"),
        Column("money", label=_("Amount"), accessor=lambda row: row.money.brief if row.money else "–"),
        Column(
            "ends",
            label=_("Ends"),
            accessor=lambda row: date_format(row.ends, "SHORT_DATE_FORMAT") if row.ends else "–",
            sort_key="ends",
        ),
        VISITORS,
        AS_OF,
    ]
    filterset_class = ContractFilterSet
    search_fields = ("product", "number", "vendor__name", "agency__name")
    ordering: ClassVar[list[str]] = ["-starts", "-pk"]
    edit_handler = ObjectList(
        [
            FieldRowPanel(
                [
                    FieldPanel("vendor", widget=target_chooser.widget_class),
                    FieldPanel("agency", widget=target_chooser.widget_class),
                ]
            ),
            FieldPanel("product"),
            FieldPanel("is_draft"),
            FieldRowPanel([FieldPanel("amount"), FieldPanel("currency")]),
            FieldRowPanel([FieldPanel("starts"), FieldPanel("ends"), FieldPanel("renewal_day")]),
            FieldPanel("number"),
            FieldPanel("how_obtained"),
            SOURCE,
        ],
        base_form_class=ContractForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("import/", contract_import.ImportView.as_view(), name="import"),
            path("import/example.csv", contract_import.ExampleView.as_view(), name="import_example"),
            path("import/<uuid:file>/", contract_import.ReviewView.as_view(), name="import_review"),
        ]


class MeasureIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Measure]:
        return Measure.objects.select_related("jurisdiction")


class MeasureCreateView(CreateView):
    def save_instance(self) -> Measure:
        measure = self.form.save(commit=False)
        return services.save_measure(measure=measure, actor=Actor.staff(self.request.user))


class MeasureEditView(EditView):
    def save_instance(self) -> Measure:
        measure = self.form.save(commit=False)
        return services.save_measure(measure=measure, actor=Actor.staff(self.request.user))


class MeasureViewSet(DeclaredViewSet):
    """Local fights: what is fought for where, how far it is, and who votes on it."""

    declared_for = CAMPAIGNERS
    add_to_admin_menu = False
    model = Measure
    icon = "globe"
    index_view_class = MeasureIndexView
    add_view_class = MeasureCreateView
    edit_view_class = MeasureEditView
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("jurisdiction", label=_("Place"), sort_key="jurisdiction__name"),
        Column("get_state_display", label=_("State"), sort_key="state"),
        VISITORS,
        AS_OF,
    ]
    filterset_class = MeasureFilterSet
    search_fields = ("title", "number", "jurisdiction__name")
    ordering: ClassVar[list[str]] = ["jurisdiction__name", "pk"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("jurisdiction", widget=jurisdiction_chooser.widget_class),
                    FieldPanel("title"),
                    FieldPanel("is_draft"),
                    # Not in a row: what can be chosen is wider than half a phone.
                    FieldPanel("kind"),
                    FieldPanel("number"),
                    FieldPanel("technologies"),
                    FieldPanel("summary"),
                    FieldPanel("carve_outs"),
                    InlinePanel(
                        "steps",
                        heading=_("Steps"),
                        label=_("Step"),
                        min_num=1,
                        help_text=_("It stands where its newest step is."),
                        panels=[
                            FieldPanel("state"),
                            FieldPanel("day"),
                            FieldPanel("note"),
                            FieldPanel("source_url"),
                        ],
                    ),
                    InlinePanel(
                        "texts",
                        heading=_("Versions of the text"),
                        label=_("Text"),
                        panels=[FieldRowPanel([FieldPanel("version"), FieldPanel("day")]), FieldPanel("url")],
                    ),
                    SOURCE,
                ],
                heading=_("The fight"),
            ),
            ObjectList(
                [
                    FieldPanel("body", widget=target_chooser.widget_class),
                    MultiFieldPanel(
                        [
                            FieldPanel("hearing_local"),
                            FieldPanel("hearing_zone"),
                            FieldPanel("hearing_place"),
                            FieldPanel("how_to_speak"),
                        ],
                        heading=_("Next hearing"),
                    ),
                    OFFICES,
                    FieldPanel("votes_needed"),
                    InlinePanel(
                        "seats",
                        heading=_("Who votes"),
                        label=_("Seat"),
                        panels=[
                            FieldRowPanel([FieldPanel("name"), FieldPanel("seat"), FieldPanel("stand")]),
                            FieldRowPanel([FieldPanel("office_email"), FieldPanel("office_phone")]),
                        ],
                    ),
                ],
                heading=_("Hearing and votes"),
            ),
        ],
        base_form_class=MeasureForm,
    )
