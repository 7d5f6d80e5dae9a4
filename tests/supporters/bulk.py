"""Deeds on everybody of a segment: asked for, done by a worker, and what they left."""

from uuid import uuid4

from supporters.jobs import bulk as jobs
from supporters.models import BulkDeed, Supporter
from supporters.services import bulk as services
from tests.supporters.segments import region

IN_CA = {"all": [region("CA")]}


def put_on(segment, tag, actor, *, is_put_on=True, public_id=None) -> BulkDeed:
    return services.tag_everybody(
        segment=segment, tag=tag, is_put_on=is_put_on, public_id=public_id or uuid4(), actor=actor
    )


def write(segment, field, value, actor) -> BulkDeed:
    return services.write_everybody(segment=segment, field=field, value=value, public_id=uuid4(), actor=actor)


def done(deed) -> BulkDeed:
    """The deed after its worker."""
    jobs.work_on(deed.pk)
    return BulkDeed.objects.select_related("undo_file").get(pk=deed.pk)


def undone(deed, actor) -> BulkDeed:
    services.undo_bulk(deed=deed, actor=actor)
    return done(deed)


def tagged(tag) -> set[int]:
    return set(tag.supporters.values_list("pk", flat=True))


def keys(rows) -> set[int]:
    return {row.pk for row in rows}


def customs(rows) -> list[dict]:
    return [row.unseal().custom for row in Supporter.objects.filter(pk__in=keys(rows)).order_by("pk")]
