"""What staff's views of every app share, in Wagtail's admin."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.viewsets.model import ModelViewSet

from privacy.audiences import Audience, audience
from privacy.roles import Role
from privacy.scopes import AnyUser


class DeclaredViewSet(ModelViewSet):
    """A viewset whose views say for whom they are, like every view of ours."""

    declared_for: ClassVar[tuple[Audience | Role, ...]] = (Audience.STAFF,)
    copy_view_enabled = False
    index_results_template_name = "privacy/admin/index_results.html"

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        return audience(*self.declared_for)(super().construct_view(view_class, **kwargs))


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
