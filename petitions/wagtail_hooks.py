"""Registration with Wagtail's admin; nothing else stands here."""

from wagtail import hooks

from petitions.viewsets import PetitionChooserViewSet, PetitionViewSet


@hooks.register("register_admin_viewset")
def register_petitions() -> list[PetitionViewSet | PetitionChooserViewSet]:
    return [PetitionViewSet("petition"), PetitionChooserViewSet("petition_chooser")]
