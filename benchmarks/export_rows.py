"""Our side of ``export_csv``, inside our own Django: ``python -m benchmarks.export_rows DEED [N]``.

``fill N`` has as many people of ``benchmarks.people`` take a list; ``csv`` makes the table of their
addresses as a data steward does, and prints the number of people, the seconds, the peak of memory in MB.
"""

import resource
import sys
import time
from typing import Any
from uuid import uuid4

import django

STEWARD, LIST = "steward", "Export"


def fill(size: int) -> None:
    """Grow to as many supporters, each subscribed; a segment that means them all, and a steward."""
    from django.contrib.auth.models import Group, User  # noqa: PLC0415 (after django.setup)

    from benchmarks import people  # noqa: PLC0415
    from benchmarks.sql_rows import insert_for_newer  # noqa: PLC0415
    from privacy.actors import Actor  # noqa: PLC0415
    from privacy.localized import LocalizedText  # noqa: PLC0415
    from supporters.models import List, Organization, Segment, Subscription  # noqa: PLC0415
    from supporters.services.segments import save_segment  # noqa: PLC0415

    if (steward := User.objects.filter(username=STEWARD).first()) is None:
        steward = User.objects.create_user(STEWARD)
        steward.groups.set(Group.objects.filter(name="Data stewards"))
        List.objects.create(name=LocalizedText(en=LIST))
        # With it a table of addresses needs no second person.
        organization = Organization.load()
        organization.canary_domain = "canary.example.org"
        organization.save()
        tree = {"rule": "supporters.language", "language": "en"}
        save_segment(segment=Segment(name="All"), tree=tree, actor=Actor.system())
    people.fill(size)
    news = mail_list()
    standings = Subscription.objects.filter(list=news)
    insert_for_newer(
        Subscription,
        after=people.last_of(standings),
        values={"list_id": news.pk, "state": "subscribed"},
        expressions={"supporter_id": "p.id"},
    )
    people.analyze()


def mail_list() -> Any:
    """The list whose news the table is for."""
    from supporters.models import List  # noqa: PLC0415

    return next(one for one in List.objects.order_by("-pk") if str(one) == LIST)


def csv() -> None:
    """One table from asking to ready."""
    from django.contrib.auth.models import User  # noqa: PLC0415

    from privacy.actors import Actor  # noqa: PLC0415
    from supporters.canaries import PRINT_BYTES  # noqa: PLC0415
    from supporters.enums import ExportColumn, ExportFormat, ExportPurpose  # noqa: PLC0415
    from supporters.jobs.exports import work_on  # noqa: PLC0415
    from supporters.models import Segment  # noqa: PLC0415
    from supporters.services.exports import ask_for_export, end_export  # noqa: PLC0415

    actor = Actor.staff(User.objects.get(username=STEWARD))
    export = ask_for_export(
        segment=Segment.objects.get(),
        purpose=ExportPurpose.MAIL,
        columns=[ExportColumn.EMAIL],
        file_format=ExportFormat.CSV,
        language="en",
        public_id=uuid4(),
        mail_list=mail_list(),
        actor=actor,
    )
    start = time.perf_counter()
    work_on(export.pk)
    seconds = time.perf_counter() - start
    export.refresh_from_db()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # Without those who were invented.
    people = (export.people or 0) - len(export.canaries or b"") // PRINT_BYTES
    end_export(export=export, actor=actor)
    print(people, seconds, peak)


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["fill", number]:
            fill(int(number))
        case ["csv"]:
            csv()
