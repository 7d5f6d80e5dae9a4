"""What goes with a row of the demo once that is deleted, and what of it people wrote."""

from collections.abc import Iterator
from hashlib import sha256

from django.db.models import CASCADE, ForeignObjectRel, Model

# What machines change, in the course of things.
BY_MACHINES = {
    "changed", "closed_on", "created", "delivered_on", "goal", "goes_on_after", "recounted_on",
    "shown_donors", "shown_money", "shown_total", "state", "was_won",
}  # fmt: skip
# Made of what people did, or changed by every turn of a worker: theirs only if a name below says so.
UNWATCHED = {
    "countersign_campaigns.countedday", "countersign_supporters.bulkdeed",
    "countersign_supporters.consentwording", "countersign_supporters.fileday",
    "countersign_supporters.handover",
    "countersign_supporters.supporter", "countersign_supporters.supporterexport",
    "countersign_supporters.supporterimport", "wagtailcore.locale", "countersign_supporters.segment",
}  # fmt: skip
# Counts, copies and work that is done and thrown away; and what has a rule of its own (removing, standing).
NOT_BELOW = UNWATCHED | {
    "countersign_campaigns.actionday", "countersign_campaigns.presstotal",
    "countersign_donations.giftdelta", "countersign_donations.giftnotice",
    "countersign_donations.gifttotal", "countersign_donations.giving",
    "countersign_events.messagecopy", "countersign_events.usedcode",
    "countersign_mailings.mailingtotal", "countersign_mailings.maillink",
    "countersign_mailings.pausenotice", "countersign_mailings.recipient",
    "countersign_mailings.seriesplace", "countersign_mailings.testsend",
    "countersign_petitions.campusproof", "countersign_petitions.fraudrun",
    "countersign_petitions.hourlycount", "countersign_petitions.kindtotal",
    "countersign_petitions.moderationdecision", "countersign_petitions.newsletter",
    "countersign_petitions.newslettercount", "countersign_petitions.openperiod",
    "countersign_petitions.openregion", "countersign_petitions.parttotal",
    "countersign_petitions.placetotal", "countersign_petitions.signatureexport",
    "countersign_petitions.total", "countersign_petitions.totaldelta",
    "countersign_supporters.listsignup", "countersign_supporters.subscription",
    "countersign_supporters.segmentcount", "countersign_supporters.supporter_tags",
    "wagtailcore.grouppagepermission", "wagtailcore.pagesubscription", "wagtailcore.site",
    "wagtailredirects.redirect",
}  # fmt: skip
# Of these models machines make some as well: where this field says something.
MADE_BY_MACHINES = {
    "countersign_events.occurrence": "rule_start",
    "countersign_petitions.delivery": "is_scheduled",
    "countersign_petitions.update": "milestone",
}
# Goes with its event although a key protects it: removing sees to that.
ALL_THE_SAME = {"countersign_events.occurrence"}
TEXTS = {"CharField", "JSONField", "TextField"}
WORDS_TOO = {"latest_revision", "local_end", "local_start", "stops_when_acted", "wait_days"}
OF_WORK = BY_MACHINES | {"pack_language", "pack_state"}


def keys_below(model: type[Model]) -> Iterator[ForeignObjectRel]:
    """Keys by which what people wrote goes with a row of this model, also where no way leads back by them."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
            label = relation.related_model._meta.label_lower
            goes_too = getattr(relation, "on_delete", None) is CASCADE or label in ALL_THE_SAME
            if goes_too and label not in NOT_BELOW:
                yield relation


def rows_below(row: Model) -> Iterator[Model]:
    """Rows that are deleted with this one and were written by people, and what is below these."""
    for relation in keys_below(type(row)):
        model = relation.related_model
        label = model._meta.label_lower
        for one in model._base_manager.filter(**{relation.field.name: row}).order_by("pk"):
            if label not in MADE_BY_MACHINES or not getattr(one, MADE_BY_MACHINES[label]):
                yield one
                yield from rows_below(one)


def words_below(row: Model) -> dict[str, str]:
    """A fingerprint of what each of them says."""
    return {name_of(one): words_of(one) for one in rows_below(row)}


def name_of(row: Model) -> str:
    """As a row is called in the book of prints."""
    return f"{row._meta.label_lower} {row.pk}"


def words_of(row: Model) -> str:
    """A fingerprint of what people write in a row: numbers and states are moved by machines too."""
    said = [
        field.value_to_string(row)
        for field in row._meta.concrete_fields
        if field.name in WORDS_TOO
        or (field.get_internal_type() in TEXTS and field.name not in OF_WORK and not field.primary_key)
    ]
    return sha256(repr(said).encode()).hexdigest()[:16]
