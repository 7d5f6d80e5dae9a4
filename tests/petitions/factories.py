"""Petitions and signatures for tests."""

import itertools

from campaigns.enums import NewsChoice, TargetKind
from campaigns.models import Institution
from petitions import services
from petitions.enums import PetitionState
from petitions.models import Affiliation, Petition, PetitionTarget, Place, Signature, TypedSignature
from privacy.actors import Actor
from privacy.localized import LocalizedText
from tests.campaigns.factories import make_campaign, make_target

_numbers = itertools.count(1)


def make_petition(
    *, target_kind=TargetKind.VENDOR, campaign=None, state=PetitionState.OPEN, **rules
) -> Petition:
    petition = Petition.objects.create(
        campaign=campaign or make_campaign(),
        name=f"Petition {next(_numbers)}",
        title=LocalizedText(en="Drop the contract", es="Cancelen el contrato"),
        state=state,
        **rules,
    )
    PetitionTarget.objects.create(petition=petition, target=make_target(target_kind))
    return petition


def make_institution(
    name: str, *, locality: str = "", region: str = "CA", country: str = "US"
) -> Institution:
    where = {"locality": locality, "region": region, "country": country}
    return Institution.objects.get_or_create(name=name, **where)[0]


def open_place(petition, name="Bay College", **where) -> Place:
    """A campus of a petition."""
    [place] = services.open_places(
        petition=petition, institutions=[make_institution(name, **where)], actor=Actor.system()
    )
    return place


def affiliation_of(petition, label="Student") -> Affiliation:
    return next(one for one in Affiliation.objects.filter(petition=petition) if one.label["en"] == label)


def at_place(place, affiliation=None) -> dict[str, str]:
    """What a form says of the campus."""
    return {"place": place.public_id.hex, "affiliation": affiliation.public_id.hex if affiliation else ""}


def typed(email="ada@example.org", **said) -> TypedSignature:
    """What a signer typed."""
    fields = {"given_name": "Ada", "family_name": "Lovelace", "postal_code": "94110", "country": "US"}
    return TypedSignature(**{"email": email, **fields, "news": NewsChoice.NO.value, **said})


def sign(petition, email="ada@example.org", *, language="en", said=None, **options) -> Signature | None:
    """Sign as a visitor does, without the form."""
    petition.refresh_from_db()
    return services.sign_petition(
        petition=petition,
        typed=typed(email, **(said or {})),
        language=language,
        actor=Actor.the_person(),
        **options,
    )


def confirm(signature) -> bool:
    """Press the button in the mail."""
    signature = Signature.objects.select_related("petition__campaign").get(pk=signature.pk)
    return services.confirm_signature(signature=signature, actor=Actor.the_person())


def sign_and_confirm(petition, email="ada@example.org", **options) -> Signature:
    """A counted signature."""
    signature = sign(petition, email, **options)
    confirm(signature)
    signature.refresh_from_db()
    return signature
