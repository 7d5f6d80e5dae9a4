"""``python -m benchmarks [SUBJECT …]``: every subject, or the named ones, on SQLite and PostgreSQL."""

import argparse

from benchmarks import count, delivery_csv, petition_page, sign_post

SUBJECTS = {
    "sign_post": sign_post.run,
    "petition_page": petition_page.run,
    "count": count.run,
    "delivery_csv": delivery_csv.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "subjects", nargs="*", default=list(SUBJECTS), metavar="SUBJECT", help=", ".join(SUBJECTS)
    )
    chosen = parser.parse_args().subjects
    if unknown := sorted(set(chosen) - SUBJECTS.keys()):
        parser.error(f"no such subject: {', '.join(unknown)}")
    for name in chosen:
        SUBJECTS[name]()


if __name__ == "__main__":
    main()
