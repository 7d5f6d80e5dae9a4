"""The machine is carried away: nothing in it may tell who signed.

People whose every field is a canary go through every flow there is; then every byte of database files,
WAL, dumps, logs, task table, sessions, cookies, media and temporary files is searched. After that they are
erased, and an older backup together with the keys must not bring one of them back.
"""

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as site_settings
from django.utils import timezone

from mailings.models import Recipient, SeriesPlace
from petitions.models import Petition, Signature
from petitions.selectors import tallies_of
from privacy.actors import Actor
from privacy.erasure import destroy_subjects
from privacy.models import SubjectKey
from privacy.scrub import SCRUB_APART, scrub
from privacy.sealing import unseal_many
from privacy.walk import sealed_models
from supporters.models import Supporter
from supporters.services import erase_supporter
from tests.petitions.conftest import home, petition_page  # noqa: F401  fixtures
from tests.petitions.deliveries import give_target
from tests.petitions.embeds import make_partner, offer
from tests.petitions.factories import make_petition, open_place
from tests.petitions.kiosks import open_kiosk
from tests.privacy.event_flows import GUESTS
from tests.privacy.flows import AT_HILL, CAMPUS, PAPER, PEOPLE, go_through_every_flow
from tests.privacy.seized import MARK, salts_on_disk, seize
from tests.proof import record_figure

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.proof]


@pytest.fixture
def petition(settings, petition_page) -> Petition:  # noqa: F811  the fixture imported above
    """A petition that asks for all there is; what slows a crowd down is out of the way."""
    settings.COUNTERSIGN = settings.COUNTERSIGN | {
        "SIGN_LOAD_PER_MINUTE": 1_000_000,
        "MAIL_FIRST_PER_HOUR": 1_000_000,
        "DRAIN_RATE_PER_SECOND": 1_000,
        "GIFTS_BEGUN_PER_HOUR": 1_000_000,
    }
    # Neutral mail about guarded events leaves by a server of its own.
    settings.MAILERS = settings.MAILERS | {"guarded": settings.MAILERS["default"]}
    petition = make_petition(comment_choice="on", ask_name_to_target=True, ask_campus_proof=True)
    institution = open_place(petition).institution
    institution.mail_domains = [CAMPUS]
    institution.save()
    give_target(open_place(petition, "Hill College"), "Office of the President, Hill College")
    offer(petition, make_partner())
    petition_page(petition)
    open_kiosk(petition, code="quad")
    return petition


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A temporary directory for everything that this process would put into one, and a log of everything."""
    temporary = Path(site_settings.DATA_DIR) / "tmp"
    temporary.mkdir(exist_ok=True)
    before, tempfile.tempdir = tempfile.tempdir, str(temporary)
    handler = logging.FileHandler(Path(site_settings.DATA_DIR) / "everything.log")
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield tmp_path
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()
    tempfile.tempdir = before


def test_a_seized_machine_holds_no_canary(petition: Petition, disk: Path):
    visitors = go_through_every_flow(petition)

    # Two of them were one person; one signed a second petition.
    assert Signature.objects.counted().count() == PEOPLE - 4 + PAPER - 1 + 1
    # One came on paper, one by a file, one had themself erased.
    # And those who signed up for a training; of a rally nobody becomes one. One went while a mail was sent,
    # and one donor joined the list.
    assert Supporter.objects.count() == PEOPLE - 3 + 1 + 1 - 1 - 1 + GUESTS - 1 - 1 + 1
    assert [tally.total for tally in tallies_of(petition)] == [1, len(AT_HILL)]
    assert "".join(visitors.urls).lower().count(MARK) == 0
    assert visitors.client.cookies.output() == ""
    found = seize(disk)
    searched = found.pop("bytes searched")
    record_figure(
        "seizure: people, bytes searched, canaries found", f"{PEOPLE:,}, {searched:,}, {len(found)}"
    )
    assert found == {}
    assert searched > 100_000


def test_the_search_finds_what_is_left_in_clear(petition: Petition, disk: Path):
    """The proof of the proof: the same search, with one value out of the vault in each kind of place."""
    Petition.objects.filter(pk=petition.pk).update(name=f"a {MARK.upper()} in a column")
    logging.getLogger("anything").info("a %s in a log", MARK)
    (Path(tempfile.gettempdir()) / "upload").write_bytes(MARK.encode("utf-16-le"))

    found = seize(disk)
    found.pop("bytes searched")

    assert {"default.sql", "everything.log", "tmp/upload"} <= found.keys()
    assert any(("default" not in name and "sql" in name) or "base/" in name for name in found)


def test_the_erased_cannot_be_read_from_an_older_backup_with_the_keys(petition: Petition, disk: Path):
    go_through_every_flow(petition)
    # The backup: every sealed row as it stands; and every salt, to look for its bytes afterwards.
    backup = [row for model in sealed_models() for row in model._default_manager.filter(sealed__isnull=False)]
    assert sum(shape is not None for shape in unseal_many(backup)) == len(backup) > PEOPLE
    held = {row.subject_id for row in backup}
    salts = [bytes(salt) for salt in SubjectKey.objects.filter(pk__in=held).values_list("salt", flat=True)]
    assert salts_on_disk(salts) > 0

    for supporter in Supporter.objects.all():
        erase_supporter(supporter=supporter, keep_fingerprint=False, actor=Actor.the_person())
    # Whom a mailing went to, and who is in a series, is nobody any more.
    assert (Recipient.objects.count(), SeriesPlace.objects.count()) == (0, 0)
    destroy_subjects(row.subject_id for row in backup if not isinstance(row, Supporter))
    # The next hour: no keystore is scrubbed more seldom.
    with time_machine.travel(timezone.now() + max(SCRUB_APART.values())):
        assert scrub()

    recoverable = sum(shape is not None for shape in unseal_many(backup))
    record_figure(
        "erasure: people, rows of the old backup, recoverable with the keys",
        f"{PEOPLE:,}, {len(backup):,}, {recoverable}",
    )
    assert recoverable == 0
    assert SubjectKey.objects.filter(pk__in=held).count() == 0
    assert salts_on_disk(salts) == 0
