"""Choosers in Wagtail's admin that offer nobody more than what they may see."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet

from privacy.audiences import Audience, audience
from privacy.scopes import AnyUser


class _Own:
    """Filled in by the viewset: the rows that a user may see."""

    visible_rows: ClassVar[Callable[[AnyUser], QuerySet[Any]] | None] = None
    request: HttpRequest

    def own_rows(self) -> QuerySet[Any]:
        return self.visible_rows(self.request.user)  # type: ignore[misc, call-arg]

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        """The form of the create tab is told who fills it in."""
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}  # type: ignore[misc]


@audience(Audience.STAFF)
class OwnChooseView(_Own, views.ChooseView):
    get_object_list = _Own.own_rows


@audience(Audience.STAFF)
class OwnChooseResultsView(_Own, views.ChooseResultsView):
    get_object_list = _Own.own_rows


@audience(Audience.STAFF)
class OwnChosenView(_Own, views.ChosenView):
    def get_object(self, pk: Any) -> Model:
        found: Model | None = self.own_rows().filter(pk=pk).first()
        if found is None:
            raise Http404
        return found


@audience(Audience.STAFF)
class OwnChosenMultipleView(_Own, views.ChosenMultipleView):
    def get_objects(self, pks: Any) -> QuerySet[Any]:
        return self.own_rows().filter(pk__in=pks)


@audience(Audience.STAFF)
class OwnCreateView(_Own, views.CreateView):
    def can_create(self) -> bool:
        """Nobody, where the chooser has no form for it: Wagtail's view breaks there."""
        return self.get_creation_form_class() is not None and bool(super().can_create())


class OwnChooserViewSet(ChooserViewSet):
    """Choose a row for a page, or make one without leaving the page editor."""

    # Wagtail's own label is put into words once, at import, in the site's first language.
    search_tab_label = _("Search")
    create_action_label = _("Create")
    choose_view_class = OwnChooseView
    choose_results_view_class = OwnChooseResultsView
    chosen_view_class = OwnChosenView
    chosen_multiple_view_class = OwnChosenMultipleView
    create_view_class = OwnCreateView

    def visible_rows(self, user: AnyUser) -> QuerySet[Any]:
        """The rows that this user may see."""
        raise NotImplementedError

    def get_common_view_kwargs(self, **kwargs: Any) -> Any:
        return super().get_common_view_kwargs(visible_rows=self.visible_rows, **kwargs)
