"""What ``manage.py demo --remove`` says that it did."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError
from django.utils import translation
from wagtail.models import Locale

from campaigns.models import Campaign, Institution
from donations.models import Donation
from pages.demo.removing import Removed
from pages.management.commands.demo import Command
from pages.models import HomePage, PetitionPage
from petitions.models import Petition, Signature
from privacy.actors import Actor
from privacy.locking import lock_vault
from supporters.models import Supporter, Tag
from tests.site.test_demo import counts, run_demo


def said(gone: Counter, language: str) -> list[str]:
    out = StringIO()
    with translation.override(language):
        Command(stdout=out).tell_gone(gone)
    return out.getvalue().splitlines()


def test_what_went_is_said_in_short_sentences_with_what_people_call_it():
    gone = Counter({HomePage: 2, PetitionPage: 10, Campaign: 1, Petition: 5, Supporter: 43, Signature: 290})
    gone += Counter({Donation: 1, Institution: 300, Tag: 6})

    assert said(gone, "en") == [
        "12 pages are gone.",
        "Gone as well: 1 campaign, 5 petitions.",
        "Of made-up people: 43 supporters, 290 signatures, 1 donation.",
        "Of smaller things (institutions, tags, days that were counted): 306.",
    ]
    assert said(gone, "es") == [
        "Se fueron 12 páginas.",
        "También se fueron: 1 campaña, 5 peticiones.",
        "De la gente inventada: 43 simpatizantes, 290 firmas, 1 donación.",
        "De cosas menores (instituciones, etiquetas, días contados): 306.",
    ]


def test_of_what_is_0_nothing_is_said():
    assert said(Counter({HomePage: 1, Petition: 0}), "en") == ["1 page is gone."]
    assert said(Counter(), "en") == []


def test_a_language_that_stays_is_called_one():
    removed = Removed()
    removed.keep(Locale(language_code="es"))
    with translation.override("es"):
        removed.keep(Locale(language_code="es"))

    assert [name.partition(":")[0] for name in removed.kept] == ["Language", "Idioma"]


def test_at_a_locked_vault_it_is_not_removed_and_nothing_of_it_is(demo):
    before = counts()
    lock_vault(actor=Actor.system())

    with pytest.raises(CommandError, match=r"^The vault is locked\.$"):
        run_demo("--remove")
    assert counts() == before
