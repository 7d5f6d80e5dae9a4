"""A guide: know your rights, how to ask for records, what to do when somebody rings."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index
from wagtail.url_routing import RouteResult

from campaigns.models.sourced import stale_before
from campaigns.pages.forms import PageForm
from campaigns.public_pages import open_to_all
from pages.ancestry import campaign_page_above
from pages.blocks import BodyBlock
from pages.blocks.media import FileBlock

# Under the address of a guide: as paper wants it, and beside the same in another language.
PRINT, BESIDE = "print", "beside"


class ResourcePage(Page):
    """A guide with downloads, who looked it over, and when.

    Its print view has an address of its own, ``…/print/``; ``…/beside/es/`` shows it next to its Spanish.
    """

    lead = models.TextField(
        _("lead"), max_length=400, blank=True, help_text=_("Whom it helps, and with what.")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    downloads = StreamField(
        [("file", FileBlock())],
        blank=True,
        max_num=30,
        verbose_name=_("downloads"),
        help_text=_("For instance a card to print and carry."),
    )
    reviewed_on = models.DateField(
        _("looked over on"),
        null=True,
        blank=True,
        help_text=_("Half a year later the guide says that it may be out of date."),
    )
    reviewer = models.CharField(
        _("looked over by"),
        max_length=160,
        blank=True,
        help_text=_("An office or an organization, such as “Our legal team”, never a person."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("reviewer")])], heading=_("Looked over")
        ),
        FieldPanel("body"),
        FieldPanel("downloads"),
    ]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    base_form_class = PageForm
    template = "pages/resource_page.html"
    page_icon = "help"
    page_description = _("A guide with downloads and a print view, which says who looked it over, and when.")
    objects: ClassVar[PageManager] = PageManager()
    parent_page_types = ["site_pages.HomePage", "site_pages.CampaignPage", "site_pages.StandardPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("guide")

    @property
    def is_out_of_date(self) -> bool:
        """Whether nobody is known to have looked it over for half a year."""
        return self.reviewed_on is None or self.reviewed_on < stale_before()

    def in_other_languages(self) -> list[Page]:
        """The live guides that say the same in other languages. One query."""
        rows = open_to_all(ResourcePage.objects.filter(translation_key=self.translation_key))
        return list(rows.exclude(pk=self.pk).select_related("locale").order_by("locale_id"))

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """``…/print/`` and ``…/beside/<language>/`` are ours; everything else is as in any page."""
        if self.live and path_components == [PRINT]:
            return RouteResult(self, kwargs={"view": PRINT})
        if self.live and len(path_components) == 2 and path_components[0] == BESIDE:
            for other in self.in_other_languages():
                if other.locale.language_code == path_components[1]:
                    return RouteResult(self, kwargs={"view": BESIDE, "other": other})
        return super().route(request, path_components)

    def serve(
        self, request: HttpRequest, *args: Any, view: str = "", other: Page | None = None, **kwargs: Any
    ) -> HttpResponseBase:
        """The guide; as paper wants it, or beside the same in ``other``'s language, with ``view``."""
        if view:
            request.is_preview = False  # type: ignore[attr-defined]
            template = f"pages/resource_{view}.html"
            return TemplateResponse(request, template, {**self.get_context(request), "other": other})
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds ``others``, the same guide in other languages, and ``campaign_page``, above it, or None."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        others = self.in_other_languages() if self.pk else []
        return {**context, "others": others, "campaign_page": campaign_page_above(self)}
