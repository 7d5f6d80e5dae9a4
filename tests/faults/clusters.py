"""Two PostgreSQL clusters with what the test databases hold, to be restarted and filled up."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections

from privacy import dumps
from tests.postgres import ROLE, binaries, cluster, in_memory, run

# As in production a commit that was answered is written; the machine lives on, so it need not reach a disk.
CONFIGURATION = "synchronous_commit = on\nfull_page_writes = on\n"
NAME = "countersign"


@dataclass(frozen=True)
class Cluster:
    """One of them. ``settings`` lead a process of ours there."""

    directory: Path
    programs: Path

    @property
    def settings(self) -> dict[str, Any]:
        return {"NAME": NAME, "USER": ROLE, "PASSWORD": "", "HOST": str(self.directory), "PORT": ""}

    def restart(self, mode: str) -> None:
        """Stop it (``immediate`` is a crash, ``fast`` ends what runs) and start it again."""
        data, log = self.directory / "data", self.directory / "log"
        control = self.programs / "pg_ctl"
        run(control, "restart", "--wait", "-m", mode, "-D", data, "-l", log, directory=self.directory)


@contextmanager
def clusters() -> Iterator[Mapping[str, Cluster]]:
    """Both by alias, with the rows of the test databases in them."""
    programs = binaries()
    assert programs, "PostgreSQL is not installed: run `make setup-system`."
    with ExitStack() as stack:
        top = tempfile.TemporaryDirectory(prefix="countersign-faults-", dir=in_memory())
        place = Path(stack.enter_context(top))
        place.chmod(0o755)  # the unprivileged user has to pass through
        found = {}
        for one in connections.all():
            directory = place / one.alias
            stack.enter_context(
                cluster(directory, programs=programs, database=NAME, configuration=CONFIGURATION)
            )
            found[one.alias] = Cluster(directory, programs)
            _copy(one.alias, found[one.alias])
        yield found


def _copy(alias: str, target: Cluster) -> None:
    dump = [shutil.which("pg_dump") or target.programs / "pg_dump", "--no-owner", "--no-privileges"]
    take = [target.programs / "psql", "--quiet", "--no-psqlrc", "-v", "ON_ERROR_STOP=1"]
    take += ["--host", target.directory, "--username", ROLE, "--output", "/dev/null", NAME]
    with subprocess.Popen(dump, env=dumps._environment(alias), stdout=subprocess.PIPE) as source:
        subprocess.run(take, stdin=source.stdout, check=True)
    assert source.returncode == 0
