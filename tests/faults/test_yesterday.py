"""Yesterday's backup is put back: what came since is gone, and everybody is told what to do."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pyrage.x25519 import Identity

from outbox.enums import SendState
from outbox.models import Letter
from petitions.jobs.totals import fold_totals
from petitions.models import Signature
from petitions.selectors import count_differences, total_of
from privacy.backups import back_up, restore
from supporters.models import Supporter
from supporters.services import erase_supporter
from tests.faults.books import run_what_is_ready
from tests.faults.visitors import confirm_paths
from tests.petitions.factories import confirm, sign, sign_and_confirm
from tests.proof import record_figure
from tests.supporters.factories import PERSON

DAY = timedelta(days=1)


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_yesterdays_backup_keeps_erasures_mails_nobody_again_and_leads_on_who_came_since(
    petitions,
    client,
    sink,
    tmp_path,
):
    petition, identity = petitions[0], Identity.generate()
    with time_machine.travel(timezone.now() - DAY, tick=True):
        sign_and_confirm(petition, "ada@example.org")
        sign_and_confirm(petition, "erased@example.org")
        waits = sign(petition, "bea@example.org")
        made = back_up(
            main_shelf=tmp_path / "main",
            keystore_shelf=tmp_path / "keystore",
            recipients=[identity.to_public()],
        )
        run_what_is_ready()
    # Since: one is erased, one signs and presses the button.
    [gone] = [one for one in Supporter.objects.all() if one.unseal().email == "erased@example.org"]
    erase_supporter(supporter=gone, keep_fingerprint=False, actor=PERSON)
    since = sign(petition, "cleo@example.org")
    run_what_is_ready()
    link = confirm_paths(sink.messages())["cleo@example.org"]
    confirm(since)
    run_what_is_ready()
    mailed = sorted(sink.recipients)

    restore(main=made.main, keystore=None, identities=[identity])
    run_what_is_ready()

    assert sorted(sink.recipients) == mailed
    assert not Letter.objects.filter(state=SendState.QUEUED).exists()
    people = [one.unseal().email for one in Supporter.objects.filter(sealed__isnull=False)]
    assert people == ["ada@example.org"]
    # Who waited presses the button of yesterday's mail.
    assert confirm(waits) is True
    # Who came since is led on, and counts once they sign again.
    answer = client.post(link)
    assert answer.status_code == 410
    assert 'href="' in answer.text
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        sign_and_confirm(petition, "cleo@example.org")
    fold_totals(petition.pk)
    # The erased signature is one still, of nobody.
    assert (total_of(petition), count_differences(petition)) == (4, [])
    assert Signature.objects.counted().count() == 4
    record_figure(
        "faults, yesterday's backup put back: mailed again / erased people readable / totals wrong",
        "0 / 0 / 0",
    )
