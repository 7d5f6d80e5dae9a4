"""Alternates the sides of one subject and prints its line."""

from collections.abc import Callable
from statistics import median

ROUNDS = 5

Side = Callable[[], float]


def alternate(sides: dict[str, Side], rounds: int = ROUNDS, *, warm_up: bool = True) -> dict[str, float]:
    """Run every side once to warm up, then in turn ``rounds`` times; the median rate of each, per second.

    The machines are noisy: what slows one side down for a minute slows the others down too. A side that is a
    process of its own each time has nothing to warm up.
    """
    for run in sides.values() if warm_up else ():
        run()
    rates: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, run in sides.items():
            rates[name].append(run())
    return {name: median(found) for name, found in rates.items()}


def print_line(name: str, rates: dict[str, float], *, limit: str, peer: str = "") -> None:
    """Print a subject's line from the rates of "ours", "limit" and maybe "peer", and say what those are."""
    others = {side: rates[side] for side in ("peer", "limit") if side in rates}
    shown = [f"{side}={_rate(rates[side])}" for side in ("ours", *others)]
    shown += [f"x_{side}={rates['ours'] / rate:.2f}" for side, rate in others.items()]
    print(f"bench: {name} {' '.join(shown)}", flush=True)
    print(f"       peer: {peer or 'none'}; limit: {limit}", flush=True)


def _rate(number: float) -> str:
    """What is rare shows its decimals."""
    return f"{number:.0f}/s" if number >= 100 else f"{number:.3g}/s"
