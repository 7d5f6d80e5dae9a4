"""Every address × who asks × how × one's own, another's and no object, held against the policy table.

The table (policy.txt) is written by hand from the design and reads none of the code's declarations.
"""

import random
from collections.abc import Iterator
from hashlib import sha256
from itertools import product

import pytest

from privacy.audiences import walk_routes
from tests.matrix.cells import METHODS, Asker, try_cell
from tests.matrix.ground import Persona, make_addresses, make_personas
from tests.matrix.policy import Line, line_for, policy
from tests.matrix.routes import Address
from tests.proof import proof_size, record_figure
from tests.site.conftest import (  # noqa: F401  fixtures
    demo,
    few_signers,
    ground,
    small_demo_copies,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Wagtail leaves the file open from which it draws a smaller picture, a large one on the disk.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:.*mode='rb.' closefd:pytest.PytestUnraisableExceptionWarning"),
]

type Cell = tuple[Address, Line, Persona, str]


def test_every_route_has_a_line_of_the_policy():
    assert [route.pattern for route in walk_routes() if line_for(route.pattern) is None] == []


def test_no_line_of_the_policy_is_left_of_routes_that_are_gone():
    used = {line.prefix for route in walk_routes() if (line := line_for(route.pattern)) is not None}
    # What only some installations have, and the walls behind lines that say more.
    walls = {"es/", "media/", "metrics", "healthz", "readyz", "outbox/"}
    assert sorted(set(policy()) - used - walls) == []


def cells(addresses: list[Address], personas: list[Persona], chance: random.Random) -> Iterator[Cell]:
    """All that are asked with GET and POST; with each other method, one persona for each address."""
    for address in addresses:
        line = line_for(address.route.pattern)
        assert line is not None
        for persona, method in product(personas, ("GET", "POST")):
            yield address, line, persona, method
        for method in METHODS:
            if method not in {"GET", "POST"}:
                yield address, line, chance.choice(personas), method


def _place(cell: Cell) -> bytes:
    """In an order that is everywhere the same, and has nothing to do with what is asked."""
    address, _line, persona, method = cell
    asked = f"{address.route.pattern} {persona.name} {persona.is_member} {method}"
    return sha256(asked.encode()).digest()


@pytest.mark.proof
def test_nobody_gets_what_is_not_theirs_and_everybody_what_is(demo):  # noqa: F811
    chance = random.Random(9)
    addresses, personas = make_addresses(), make_personas()
    asker = Asker(personas)
    all_cells = list(cells(addresses, personas, chance))
    chosen = sorted(all_cells, key=_place)[: proof_size(250, len(all_cells))]
    tried, found = 0, []
    for address, line, persona, method in chosen:
        number, wrongs = try_cell(asker, line, persona, method, address)
        tried += number
        found += wrongs

    assert found == []
    record_figure(
        "Role matrix: route × persona × method × own, another's, missing object",
        f"{len(addresses)} routes, {len(personas)} personas, {tried:,} cells tried, 0 wrong answers",
    )
