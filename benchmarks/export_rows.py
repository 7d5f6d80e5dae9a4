"""Our side of ``export_csv``, inside our own Django: ``python -m benchmarks.export_rows DEED [N]``.

``fill N`` makes as many sealed supporters who take a list; ``csv`` makes the table of their addresses as a
data steward does, and prints the number of people, the seconds, the peak of memory in MB.
"""

import resource
import sys
import time
from uuid import uuid4

import django

BATCH = 5_000


def fill(size: int) -> None:
    """Grow to as many supporters, each subscribed; a segment that means them all, and a steward."""
    from django.contrib.auth.models import Group, User  # noqa: PLC0415 (after django.setup)

    from privacy.actors import Actor  # noqa: PLC0415
    from privacy.localized import LocalizedText  # noqa: PLC0415
    from privacy.sealing import seal_new  # noqa: PLC0415
    from supporters.models import List, Segment, Subscription, Supporter, SupporterDetails  # noqa: PLC0415
    from supporters.services.segments import save_segment  # noqa: PLC0415

    if (news := List.objects.first()) is None:
        news = List.objects.create(name=LocalizedText(en="Bench"))
        steward = User.objects.create_user("steward")
        steward.groups.set(Group.objects.filter(name="Data stewards"))
        tree = {"rule": "supporters.language", "language": "en"}
        save_segment(segment=Segment(name="All"), tree=tree, actor=Actor.system())
    have = Supporter.objects.count()
    while have < size:
        people = []
        for number in range(have, min(have + BATCH, size)):
            person = Supporter(language="en", country="US", region="CA")
            details = SupporterDetails(
                given_name=f"María {number}", family_name="Ejemplo", email=f"{number}@example.org"
            )
            seal_new(person, details)
            people.append(person)
        Supporter.objects.bulk_create(people)
        Subscription.objects.bulk_create(
            Subscription(supporter=person, list=news, state="subscribed") for person in people
        )
        have += len(people)


def csv() -> None:
    """One table from asking to ready."""
    from django.contrib.auth.models import User  # noqa: PLC0415

    from privacy.actors import Actor  # noqa: PLC0415
    from supporters.enums import ExportColumn, ExportFormat, ExportPurpose  # noqa: PLC0415
    from supporters.jobs.exports import work_on  # noqa: PLC0415
    from supporters.models import Segment  # noqa: PLC0415
    from supporters.services.exports import ask_for_export, end_export  # noqa: PLC0415

    actor = Actor.staff(User.objects.get())
    export = ask_for_export(
        segment=Segment.objects.get(),
        purpose=ExportPurpose.MAIL,
        columns=[ExportColumn.EMAIL],
        file_format=ExportFormat.CSV,
        language="en",
        public_id=uuid4(),
        actor=actor,
    )
    start = time.perf_counter()
    work_on(export.pk)
    seconds = time.perf_counter() - start
    export.refresh_from_db()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    end_export(export=export, actor=actor)
    print(export.people, seconds, peak)


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["fill", number]:
            fill(int(number))
        case ["csv"]:
            csv()
