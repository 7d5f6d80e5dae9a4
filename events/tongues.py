"""Languages that are spoken at an event: those that organizers choose from. A leaf."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By their ISO 639 codes; the two of most pages first, then by name.
TONGUES: dict[str, Promise] = {
    "en": _("English"),
    "es": _("Spanish"),
    "am": _("Amharic"),
    "ar": _("Arabic"),
    "bn": _("Bengali"),
    "zh": _("Chinese"),
    "fa": _("Dari or Persian"),
    "fr": _("French"),
    "ht": _("Haitian Creole"),
    "hi": _("Hindi"),
    "hmn": _("Hmong"),
    "ko": _("Korean"),
    "quc": _("K’iche’"),
    "mam": _("Mam"),
    "mix": _("Mixtec"),
    "nah": _("Nahuatl"),
    "pt": _("Portuguese"),
    "pa": _("Punjabi"),
    "ru": _("Russian"),
    "so": _("Somali"),
    "tl": _("Tagalog"),
    "uk": _("Ukrainian"),
    "vi": _("Vietnamese"),
}
