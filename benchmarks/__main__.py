"""``python -m benchmarks [SUBJECT …]``: every subject, or the named ones, on SQLite and PostgreSQL.

``--sizes 1000,100000`` makes those that grow stop earlier.
"""

import argparse

from benchmarks import (
    campus_page,
    count,
    delivery_csv,
    export_csv,
    import_csv,
    petition_page,
    petition_staff_view,
    segment_count,
    sign_post,
    supporter_file,
)

SUBJECTS = {
    "sign_post": sign_post.run,
    "petition_page": petition_page.run,
    "count": count.run,
    "campus_page": campus_page.run,
    "petition_staff_view": petition_staff_view.run,
    "delivery_csv": delivery_csv.run,
    "segment_count": segment_count.run,
    "profile_list": supporter_file.run_list,
    "email_lookup": supporter_file.run_lookup,
    "export_csv": export_csv.run,
    "import_csv": import_csv.run,
}
# Whose ``run()`` takes the sizes to grow to.
GROWING = {
    "campus_page",
    "petition_staff_view",
    "delivery_csv",
    "segment_count",
    "profile_list",
    "email_lookup",
    "export_csv",
    "import_csv",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "subjects", nargs="*", default=list(SUBJECTS), metavar="SUBJECT", help=", ".join(SUBJECTS)
    )
    parser.add_argument("--sizes", default="", metavar="N,N", help="sizes of the growing subjects")
    arguments = parser.parse_args()
    chosen = arguments.subjects
    sizes = tuple(int(size) for size in arguments.sizes.split(",") if size)
    if unknown := sorted(set(chosen) - SUBJECTS.keys()):
        parser.error(f"no such subject: {', '.join(unknown)}")
    for name in chosen:
        run = SUBJECTS[name]
        if sizes and name in GROWING:
            run(sizes)
        else:
            run()


if __name__ == "__main__":
    main()
