"""The text that Prometheus reads: requests from the tallies, all else from the database (``privacy.gauges``).

Requests, too, are told in full tens, and without the sum of their times: at a small site each line that
moves by one would tell to the second when somebody signed.
"""

import hmac
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

from django.conf import settings
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from config.tallies import BUCKETS, Key, sums
from privacy.gauges import Reading, readings
from privacy.tens import in_tens

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "countersign"
EDGES = (*map(str, BUCKETS), "+Inf")


def is_allowed(authorization: str) -> bool:
    """Whether the header carries METRICS_TOKEN (``Bearer …``); never where none is set."""
    token: str = settings.METRICS_TOKEN
    given = authorization.removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(given.encode(), token.encode())


def exposition() -> bytes:
    """All of it, as of now."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Numbers())
    return generate_latest(registry)


class Numbers(Collector):
    """Collects once, for one answer."""

    def collect(self) -> Iterator[Metric]:
        yield from _requests(sums(settings.METRICS_DIR))
        yield from _gauges(readings())


def _requests(counted: dict[Key, int]) -> Iterator[Metric]:
    by_route: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(EDGES))
    for (route, status, place), number in counted.items():
        by_route[route, status][place] += number
    labels = ["route", "status"]
    total = CounterMetricFamily(f"{PREFIX}_requests", "Requests answered, in full tens.", labels=labels)
    times = HistogramMetricFamily(
        f"{PREFIX}_request_seconds", "Time to answer, in full tens of requests.", labels=labels
    )
    for key, numbers in sorted(by_route.items()):
        # Each step of a growing sum, rounded down, grows still.
        steps = [in_tens(number) for number in accumulate(numbers)]
        total.add_metric(key, steps[-1])
        times.add_metric(key, list(zip(EDGES, steps, strict=True)), sum_value=None)
    yield total
    yield times


def _gauges(found: Iterable[Reading]) -> Iterator[Metric]:
    families: dict[str, GaugeMetricFamily] = {}
    for one in found:
        family = families.setdefault(
            one.name, GaugeMetricFamily(f"{PREFIX}_{one.name}", one.says, labels=list(one.labels))
        )
        family.add_metric(list(one.labels.values()), one.value)
    yield from families.values()
