"""The shape of demo words: one page in one language, one petition in all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaigns.enums import TargetKind
from pages.demo.bodies import Block


@dataclass(frozen=True)
class PageWords:
    """One page in one language. ``fields`` are those of its page type beside title and body."""

    title: str
    slug: str
    fields: Mapping[str, str] = field(default_factory=dict)
    body: tuple[Block, ...] = ()


@dataclass(frozen=True)
class TargetWords:
    """A decision-maker in its office."""

    name: str
    kind: TargetKind
    website: str
    mail_domains: tuple[str, ...]
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlaceWords:
    """A campus of ``institutions.csv``; ``signers`` is how many of the petition's have signed there.

    With a target of its own, what was signed there is planned to be handed over to it.
    """

    name: str
    signers: int = 0
    target: TargetWords | None = None


@dataclass(frozen=True)
class PetitionWords:
    """A petition or pledge with its page in each language.

    ``signers`` is how many have signed; ``on_paper`` how many have besides, on slips; ``paused`` why nobody
    can now.
    """

    name: str
    pages: Mapping[str, PageWords]
    target: TargetWords | None
    signers: int
    places: tuple[PlaceWords, ...] = ()
    on_paper: int = 0
    paused: Mapping[str, str] = field(default_factory=dict)
