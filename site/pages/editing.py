"""What the ready-made site adds to Wagtail's editor and list of pages: languages, and hints."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from pages.care import hints_of, reading_of
from pages.translations import CAN_TRANSLATE, standings_of


class CareSidePanel(BaseSidePanel):
    """How the draft stands in each language, how hard it is to read, what its pictures lack.

    Wagtail draws it anew each time the draft is saved by itself.
    """

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle hints before publishing")
        icon_name = "clipboard-list"
        counter_classname = "w-bg-info-100"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["count"] = len(self.panel.hints) + len(self.panel.left_to_do)
            return context

    name = "care"
    title = _("Before you publish")
    template_name = "pages/admin/care.html"
    order = 350

    @cached_property
    def hints(self) -> list[Any]:
        return hints_of(self.object)

    @cached_property
    def others(self) -> list[Any]:
        """How the page stands in the other languages; none before it was saved once."""
        if not self.object.pk:
            return []
        here = self.object.locale.language_code
        standings = standings_of([self.object]).get(self.object.translation_key, ())
        return [standing for standing in standings if standing.code != here or standing.leader]

    @property
    def left_to_do(self) -> list[Any]:
        return [standing for standing in self.others if standing.is_left_to_do]

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {
            **context,
            "hints": self.hints,
            "reading": reading_of(self.object),
            "standings": self.others,
            "may_translate": self.request.user.has_perm(CAN_TRANSLATE),
        }


class LanguagesColumn(BaseColumn):
    """How a page stands in the other languages, in words that lead there."""

    cell_template_name = "pages/admin/languages_cell.html"

    def get_cell_context_data(self, instance: Page, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        here = instance.locale.language_code
        # Wagtail draws its lists of pages of one type with the same columns, and without our table.
        standings = getattr(parent_context["table"], "standings", {}).get(instance.translation_key, ())
        context["standings"] = [one for one in standings if one.code != here or one.leader]
        return context


class PagesListing(ExplorableIndexView):
    """Wagtail's list of pages, with their languages: two queries more, however many pages."""

    base_columns = [
        *ExplorableIndexView.base_columns,
        LanguagesColumn("languages", label=_("Other languages"), width="15%"),
    ]

    def get_table(self, object_list: Sequence[Page]) -> Any:
        table = super().get_table(object_list)
        table.standings = standings_of(list(object_list))
        return table


class WithCare:
    """An editor with the side panel of hints."""

    page: Page
    request: Any

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()  # type: ignore[misc]
        return MediaContainer([*panels, CareSidePanel(self.page, self.request)])


class PageCreateView(WithCare, CreateView):
    """Wagtail's, with hints."""


class PageEditView(WithCare, EditView):
    """Wagtail's, with hints."""


class SitePagesViewSet(PageViewSet):
    """Takes the place of Wagtail's own for every type of page that has none of its own."""

    index_view_class = PagesListing
    add_view_class = PageCreateView
    edit_view_class = PageEditView
