"""Deliveries for tests: signers in number, plans, and what stands in a pack."""

import csv
import io
import secrets
import zipfile

from django.db.models import F
from pypdf import PdfReader

from campaigns.enums import TargetKind
from campaigns.models import Target
from petitions import services
from petitions.enums import CommentState, DeliveryWay, SignatureState
from petitions.jobs.packs import make_pack
from petitions.models import Comment, CommentText, Delivery, Place, PlaceTotal, Signature
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.files import read_file
from privacy.sealing import seal_new
from supporters.models import Supporter, SupporterDetails

STAFF = Actor.system()


def sign_many(
    petition, number, *, names=False, country="US", region="CA", called="Signer", at=None
) -> list[Signature]:
    """Counted signatures as confirming leaves them, written at once; with ``names`` each ticked the name.

    ``at``: the campus at which they count.
    """
    people = []
    if at is not None:
        total, _is_new = PlaceTotal.objects.get_or_create(place=at, affiliation=None, day=utc_today())
        PlaceTotal.objects.filter(pk=total.pk).update(amount=F("amount") + number)
    for place in range(number):
        supporter = Supporter(language="en", country=country, region=region)
        details = SupporterDetails(
            given_name=f"{called}{place:04}", family_name="Apellido", email=f"{called}{place}@example.org"
        )
        seal_new(supporter, details)
        people.append(supporter)
    Supporter.objects.bulk_create(people)
    return Signature.objects.bulk_create(
        Signature(
            petition=petition,
            place=at,
            state=SignatureState.CONFIRMED,
            supporter=supporter,
            language="en",
            country=country,
            region=region,
            mark=secrets.token_bytes(32),
            name_to_target=names,
        )
        for supporter in people
    )


def comment_on(signature, text, state=CommentState.APPROVED) -> Comment:
    comment = Comment(signature=signature, language="en", state=state)
    seal_new(comment, CommentText(text=text))
    comment.save()
    return comment


def plan(petition, **said) -> Delivery:
    """A delivery to those whom the petition addresses, today."""
    return services.plan_delivery(
        petition=petition,
        targets=list(petition.targets.all()),
        day=said.pop("day", utc_today()),
        actor=STAFF,
        **said,
    )


def give_target(place, name) -> Place:
    """Let the campus be decided by somebody of its own."""
    target = Target.objects.create(name=name, kind=TargetKind.UNIVERSITY)
    Place.objects.filter(pk=place.pk).update(target=target)
    return Place.objects.select_related("petition", "target").get(pk=place.pk)


def plan_at(place, **said) -> Delivery:
    """A delivery of what was signed at a campus, to its own target, today."""
    return services.plan_place_delivery(
        place=Place.objects.select_related("petition", "target").get(pk=place.pk),
        day=said.pop("day", utc_today()),
        actor=STAFF,
        **said,
    )


def pack(delivery, *, with_names=True, language="en") -> Delivery:
    """Have its pack made, here and now."""
    services.ask_for_pack(delivery=delivery, language=language, with_names=with_names, actor=STAFF)
    assert make_pack(delivery.pk) is True
    return reread(delivery)


def hand_over(delivery, *, day=None, way=DeliveryWay.IN_PERSON) -> Delivery:
    services.hand_over(delivery=delivery, day=day or utc_today(), way=way, venue="", actor=STAFF)
    return delivery


def deliver(petition, **said) -> Delivery:
    """Planned, packed and handed over today."""
    return hand_over(pack(plan(petition), **said))


def deliver_at(place, **said) -> Delivery:
    """One campus: planned, packed and handed over today."""
    return hand_over(pack(plan_at(place), **said))


def reread(delivery) -> Delivery:
    return Delivery.objects.select_related("petition", "place", "pack_file").get(pk=delivery.pk)


def files_of(delivery) -> dict[str, bytes]:
    """What is in the pack, by name."""
    with zipfile.ZipFile(io.BytesIO(b"".join(read_file(reread(delivery).pack_file)))) as bundle:
        assert bundle.testzip() is None
        return {name: bundle.read(name) for name in bundle.namelist()}


def text_of(pdf: bytes) -> str:
    """What stands on the pages, and in the file's own metadata."""
    reader = PdfReader(io.BytesIO(pdf))
    return "\n".join(
        [*(page.extract_text() for page in reader.pages), str(reader.metadata), str(reader.xmp_metadata)]
    )


def rows_of(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))


def words_of(delivery) -> str:
    """Everything that can be read in the pack: the text of its PDFs, its tables and the files' names."""
    parts = []
    for name, data in files_of(delivery).items():
        parts += [name, text_of(data) if name.endswith(".pdf") else data.decode("utf-8-sig")]
    return "\n".join(parts)
