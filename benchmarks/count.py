"""``count``: the rate of signing with 0 and with 1,000,000 signatures on the petition.

Limit and peer are the same petition when it is empty: the total is folded by a job, so a full
petition must take signatures as fast as an empty one (within 10 %).
"""

from benchmarks.report import alternate, print_line
from benchmarks.servers import serve
from benchmarks.sign_post import Counter, posts, sign_request
from benchmarks.trio import ENGINES, prepared

SIZES = (1_000, 100_000, 1_000_000)
TARGET_X_LIMIT = 0.9


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Both databases: an empty petition beside one that grows to each of ``sizes``."""
    for engine in ENGINES:
        compare(engine, sizes)


def compare(engine: str, sizes: tuple[int, ...]) -> None:
    """One line for each size."""
    with (
        prepared(engine) as empty,
        prepared(engine) as full,
        serve(empty.ours) as empty_port,
        serve(full.ours) as full_port,
    ):
        numbers = Counter()
        to_empty, to_full = sign_request(empty, empty_port), sign_request(full, full_port)
        for size in sizes:
            full.ours.run_module("benchmarks.fill", str(size))
            rates = alternate(
                {
                    "ours": lambda: posts(full_port, to_full, numbers, expect=303),
                    "limit": lambda: posts(empty_port, to_empty, numbers, expect=303),
                }
            )
            print_line(
                f"count_{engine}_{size}",
                rates | {"peer": rates["limit"]},
                peer="the same, empty petition",
                limit=f"the same, empty petition, wanted {TARGET_X_LIMIT:g}x",
            )
