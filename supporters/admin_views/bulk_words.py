"""What a deed on a segment is and did, as sentences for staff. The value that is written is in none."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext, ngettext

from supporters.enums import BulkKind
from supporters.models import BulkDeed
from supporters.segment_reads import told


def deed_words(deed: BulkDeed) -> str:
    """What is done: to which tag or field. No query where both were read with the deed."""
    gone = gettext("something that was deleted")
    if deed.kind == BulkKind.FIELD:
        return gettext("Write the field “%(field)s”") % {"field": deed.field or gone}
    words = {
        BulkKind.TAG: gettext("Put the tag “%(tag)s” on"),
        BulkKind.UNTAG: gettext("Take the tag “%(tag)s” off"),
    }
    return words[BulkKind(deed.kind)] % {"tag": deed.tag or gone}


def changed_words(deed: BulkDeed) -> str:
    """Of how many it changed something, as staff may know it."""
    if deed.kind == BulkKind.FIELD:
        return gettext(
            "It is done with everybody who fits. With how many it was different before is not told, so that "
            "nobody's answer can be guessed."
        )
    number = told(deed.touched, deed.tree)
    if number is None:
        return gettext(
            "Fewer than ten people were changed; how many is not told, so that nobody can be guessed."
        )
    if number == 0:
        return gettext("It was so with everybody already: nobody was changed.")
    changed = ngettext("%(number)s person was changed.", "%(number)s people were changed.", number)
    return changed % {"number": intcomma(number)}


def restored_words(deed: BulkDeed) -> str:
    """Of how many it was taken back, as staff may know it."""
    # Who writes a guess knows by the number whose answer it was: whatever the segment, none is told.
    number = None if deed.kind == BulkKind.FIELD else told(deed.restored, deed.tree)
    if number is None:
        return gettext("It was undone where it still stood.")
    restored = ngettext(
        "Undone for %(number)s person. Who was changed again since was left alone.",
        "Undone for %(number)s people. Who was changed again since was left alone.",
        number,
    )
    return restored % {"number": intcomma(number)}
