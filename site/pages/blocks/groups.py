"""Under which headings the editor's list of blocks shows them."""

from django.utils.translation import gettext_lazy as _

SAYING = _("Say")
SHOWING = _("Show")
DOING = _("Ask for a deed")
KNOWING = _("Who decides")
