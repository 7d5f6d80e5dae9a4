"""The form of a page in Wagtail's editor."""

from itertools import chain, count
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """New addresses have no accents, and lead to the page and nowhere else.

    An address is read aloud and typed from flyers. One that is there already stays as it is. A title in
    another script than ours has an address in that script.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            # What the browser proposes while the title is typed.
            self.fields["slug"].widget.attrs["data-w-slug-allow-unicode-value"] = "false"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        typed = cleaned.get("slug")
        if not typed or typed == self.initial.get("slug"):
            return cleaned
        if (plain := slugify(typed)) and plain != typed:
            cleaned["slug"] = self._first_free(plain)
        if self._leads_elsewhere(cleaned["slug"]):
            message = _("This address is that of another part of the site. Choose another.")
            self.add_error("slug", ValidationError(message))
        return cleaned

    def _first_free(self, plain: str) -> str:
        numbers = chain([plain], (f"{plain}-{number}" for number in count(2)))
        is_free = self.instance._slug_is_available
        return next(slug for slug in numbers if is_free(slug, self.parent_page, self.instance))

    def _leads_elsewhere(self, slug: str) -> bool:
        above = self.parent_page.get_url_parts() if self.parent_page is not None else None
        if above is None or above[2] is None:
            return False
        # Addresses of a language are known while it is spoken.
        with override(self.parent_page.locale.language_code):
            try:
                return resolve(f"{above[2]}{slug}/").url_name != "wagtail_serve"
            except Resolver404:
                return False
