"""``python -m benchmarks [SUBJECT …]``: every subject, or the named ones, on SQLite and PostgreSQL.

``--sizes 1000,100000`` makes those that grow stop earlier, ``--engines postgresql`` leaves a database out.
Subjects of the same rows share one filling.
"""

import argparse
from collections.abc import Callable

from benchmarks import (
    campaign_page,
    campus_page,
    count,
    delivery_csv,
    donation_report,
    events_index,
    export_csv,
    gift_post,
    import_csv,
    mail,
    mailing_send,
    mixed_load,
    petition_page,
    petition_staff_view,
    register_post,
    roster,
    segment_count,
    sign_post,
    small_machine,
    supporter_file,
)
from benchmarks.growing import SIZES, Subject, grow
from benchmarks.trio import ENGINES

FIXED: dict[str, Callable[[], None]] = {
    "sign_post": sign_post.run,
    "petition_page": petition_page.run,
    "campaign_page": campaign_page.run,
    "register_post": register_post.run,
    "events_index": events_index.run,
    "roster": roster.run,
    "donate_start": gift_post.donate_start,
    "webhook_post": gift_post.webhook_post,
    "mail_build": mail.build,
    "mail_smtp": mail.smtp,
    "mail_esp": mail.esp,
    "small_machine": small_machine.run,
}
# Each group has databases of its own.
GROUPS: tuple[dict[str, type[Subject]], ...] = (
    {"campus_page": campus_page.CampusPage, "petition_staff_view": petition_staff_view.PetitionStaffView},
    {
        "profile_list": supporter_file.ProfileList,
        "email_lookup": supporter_file.EmailLookup,
        "segment_count": segment_count.SegmentCount,
    },
    # Here everybody can be opened.
    {
        "export_csv": export_csv.ExportCsv,
        "delivery_csv": delivery_csv.DeliveryCsv,
        "mailing_1m": mailing_send.MailingSend,
    },
    {"import_csv": import_csv.ImportCsv},
    {"donation_report": donation_report.DonationReport},
)
SUBJECTS = [*FIXED, "count", *(name for group in GROUPS for name in group)]
# Half an hour: only where it is named.
LONG = "mixed_load"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "subjects", nargs="*", default=SUBJECTS, metavar="SUBJECT", help=", ".join([*SUBJECTS, LONG])
    )
    parser.add_argument("--sizes", default="", metavar="N,N", help="sizes of the growing subjects")
    parser.add_argument(
        "--engines", default=",".join(ENGINES), metavar="NAME,NAME", help="of those that grow"
    )
    parser.add_argument("--minutes", type=float, default=30, help=f"of {LONG}")
    parser.add_argument("--times", type=float, default=1, help=f"of {LONG}: how many times as many come")
    arguments = parser.parse_args()
    chosen = set(arguments.subjects)
    sizes = tuple(int(size) for size in arguments.sizes.split(",") if size) or SIZES
    if unknown := sorted(chosen.difference([*SUBJECTS, LONG])):
        parser.error(f"no such subject: {', '.join(unknown)}")
    for name, run in FIXED.items():
        if name in chosen:
            run()
    if LONG in chosen:
        mixed_load.run(minutes=arguments.minutes, times=arguments.times)
    if "count" in chosen:
        count.run(sizes)
    for group in GROUPS:
        if subjects := [kind for name, kind in group.items() if name in chosen]:
            grow(subjects, engines=arguments.engines.split(","), sizes=sizes)


if __name__ == "__main__":
    main()
