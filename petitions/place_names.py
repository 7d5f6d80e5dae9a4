"""Names of campuses, pasted one a line, sorted by what is known of them. Reads only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from campaigns.cleaning import clean_line
from campaigns.models import Institution
from petitions.models import Petition


@dataclass(frozen=True, slots=True)
class SortedNames:
    """What would be done with these names."""

    # Institutions that would be opened; where several have one name, staff choose among them.
    found: list[Institution] = field(default_factory=list)
    ambiguous: list[Institution] = field(default_factory=list)
    already_open: list[Institution] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def names_in(text: str) -> list[str]:
    """The names in a text of one a line, each once, in the order given."""
    names = (clean_line(line) for line in text.splitlines())
    by_key = {name.casefold(): name for name in reversed(list(names)) if name}
    return list(reversed(by_key.values()))


def institutions_called(names: Sequence[str]) -> dict[str, list[Institution]]:
    """Institutions of exactly these names, whatever the letter case, by the casefolded name. One query."""
    # Compared here, as SQLite knows the letter case of ASCII only; there are some thousands at most.
    wanted = {name.casefold() for name in names}
    found: dict[str, list[Institution]] = defaultdict(list)
    for row in Institution.objects.order_by("name", "locality", "pk").iterator(chunk_size=1_000):
        if (key := row.name.casefold()) in wanted:
            found[key].append(row)
    return found


def sort_names(petition: Petition, names: Sequence[str]) -> SortedNames:
    """Sort names by what opening them would do. Two queries, however many."""
    known = institutions_called(names)
    is_open = {place.institution_id: place.is_open for place in petition.places.all()}
    done = SortedNames()
    for name in names:
        rows = known.get(name.casefold(), [])
        shut = [row for row in rows if not is_open.get(row.pk)]
        done.already_open.extend(row for row in rows if is_open.get(row.pk))
        if not rows:
            done.missing.append(name)
        elif len(shut) == 1 and len(rows) == 1:
            done.found.extend(shut)
        else:
            done.ambiguous.extend(shut)
    return done
