"""What staff's views of every app share, in Wagtail's admin."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import ProtectedError, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet

from privacy.audiences import Audience, audience
from privacy.roles import Role
from privacy.scopes import AnyUser

# Django's own answer to DELETE takes the row away past whatever a form's POST does beside: a sentence where
# something still needs it, the access log, the mail.
FORM_METHODS = ["get", "head", "options", "post"]


def created_column() -> Column:
    """The day a row was made: the field itself has no name that could be translated."""
    return Column(
        "created",
        label=_("Created"),
        accessor=lambda row: date_format(row.created, "SHORT_DATE_FORMAT"),
        sort_key="created",
    )


class NeededDeleteView(DeleteView):
    """Answers with a sentence where something else still needs the row.

    Wagtail asks its index of references, which a task writes, and which rows added in bulk are not in.
    """

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                gettext(
                    "Something else here still needs it, so nothing was deleted. Take it out there first."
                ),
            )
            return redirect(self.get_success_url())
        return response


class DeclaredViewSet(ModelViewSet):
    """A viewset whose views say for whom they are, like every view of ours."""

    declared_for: ClassVar[tuple[Audience | Role, ...]] = (Audience.STAFF,)
    copy_view_enabled = False
    delete_view_class = NeededDeleteView
    index_results_template_name = "privacy/admin/index_results.html"

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        if issubclass(view_class, DeleteView):
            kwargs["http_method_names"] = FORM_METHODS
        return audience(*self.declared_for)(super().construct_view(view_class, **kwargs))


def own_url_finder(
    finder: type[ModelAdminURLFinder], visible_rows: Callable[[AnyUser], QuerySet[Any]]
) -> type[ModelAdminURLFinder]:
    """A viewset's ``url_finder_class`` that knows rows only for who may see them.

    Wagtail lists under "Usage" whatever refers to a row that all share; what has no address for the
    reader it calls private, without its name.
    """

    class OwnURLFinder(finder):
        def get_edit_url(self, instance: Any) -> str | None:
            if self.user and not visible_rows(self.user).filter(pk=instance.pk).exists():
                return None
            url: str | None = super().get_edit_url(instance)
            return url

    return OwnURLFinder


class OwnRows:
    """Put before a generic view of one row: absent and not yours look the same."""

    def visible_rows(self, user: AnyUser) -> QuerySet[Any]:
        """The rows that this user may see."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pk = kwargs.get("pk", args[0] if args else None)
        if pk is not None and not self.visible_rows(request.user).filter(pk=pk).exists():
            raise Http404
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response
