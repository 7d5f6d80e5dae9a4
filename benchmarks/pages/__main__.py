"""``python -m benchmarks.pages [KIND …]``: serve the demo, look at one page of every kind, print a table.

Wants Chromium, Node and npm, and takes what it needs from npm into a temporary directory. Ends with an error
where a score is below 95, a page of a petition weighs over 100 kB without pictures, or HTML is not valid.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks.servers import Project, development_environment, free_port, serve

HERE = Path(__file__).parent
LEAST_SCORE = 95
# Of a petition's page: HTML, styles, scripts and letters as they travel, in bytes.
MOST_BYTES = 100_000
SCORES = ("performance", "accessibility", "best-practices", "seo")
NAMES = ("chromium", "chromium-browser", "google-chrome")


def main(wanted: list[str]) -> int:
    """How many pages fell short."""
    chromium = next((path for name in NAMES if (path := shutil.which(name))), None)
    npm = shutil.which("npm")
    if chromium is None or npm is None:
        raise SystemExit("Chromium, Node and npm are needed: `make setup-system` installs Chromium.")
    with tempfile.TemporaryDirectory(prefix="countersign-pages-") as place:
        tools = tools_in(Path(place) / "tools", npm)
        port = free_port()
        base = f"http://localhost:{port}"
        site = demo_in(Path(place) / "site", base)
        paths = json.loads(site.run_module("benchmarks.pages.addresses"))
        if wanted:
            paths = {name: path for name, path in paths.items() if name.split()[0] in wanted}
        with serve(site, port):
            seen = look_at(tools, chromium, base, paths)
            wrong = faults_in(tools, base, paths)
    print_table(seen)
    print(f"\nHTML: {len(paths)} pages checked, {wrong.count('error')} errors\n{wrong}".rstrip())
    return len([one for one in seen if is_short(one)]) + wrong.count("error")


def tools_in(place: Path, npm: str) -> Path:
    """The locked packages of npm, in a directory that is thrown away."""
    place.mkdir()
    for name in ("package.json", "package-lock.json", "measure.mjs", ".htmlvalidate.json"):
        shutil.copy(HERE / name, place)
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=place, check=True)
    return place


def demo_in(place: Path, base: str) -> Project:
    """The ready-made site with its demo as it runs in production: kept in ``place``, at ``base``."""
    # With the port: a page asked for under another address than the site's own is not kept.
    environment = {**development_environment(place, {}), "BASE_URL": base}
    site = Project("site", "config.settings", "benchmarks.pages.wsgi", environment)
    site.manage("migrate", "countersign_privacy", "-v", "0", "--database", "keystore")
    site.manage("migrate", "-v", "0")
    site.manage("collectstatic", "--no-input", "-v", "0")
    site.manage("demo")
    return site


def look_at(tools: Path, chromium: str, base: str, paths: dict[str, str]) -> list[dict[str, Any]]:
    """What Lighthouse says of each page; each was visited once before, as most pages are."""
    for path in paths.values():
        fetched(f"{base}{path}")
    command = ["node", "measure.mjs", chromium, base, *(f"{name}={path}" for name, path in paths.items())]
    done = subprocess.run(command, cwd=tools, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def faults_in(tools: Path, base: str, paths: dict[str, str]) -> str:
    """What the HTML checker finds, one line each; empty where all is valid."""
    for name, path in paths.items():
        (tools / f"{name.replace(' ', '-')}.html").write_bytes(fetched(f"{base}{path}"))
    command = ["node_modules/.bin/html-validate", "--formatter", "text", "*.html"]
    return subprocess.run(command, cwd=tools, capture_output=True, text=True, check=False).stdout


def fetched(address: str) -> bytes:
    """The body of a page of this machine."""
    with urllib.request.urlopen(address) as answer:
        body: bytes = answer.read()
    return body


def is_short(one: dict[str, Any]) -> bool:
    """Whether a page misses a score or weighs too much."""
    heavy = one["name"].startswith("PetitionPage") and one["weight"] > MOST_BYTES
    return heavy or any(one["scores"][name] < LEAST_SCORE for name in SCORES)


def print_table(seen: list[dict[str, Any]]) -> None:
    """A table for docs/benchmarks.md."""
    heads = ("page", *SCORES, "LCP", "CLS", "kB without pictures", "short of")
    print(f"| {' | '.join(heads)} |")
    print(f"|{'---|' * len(heads)}")
    for one in seen:
        scores = " | ".join(str(one["scores"][name]) for name in SCORES)
        figures = f"{one['lcp'] / 1000:.1f} s | {one['cls']:.3f} | {one['weight'] / 1000:.0f}"
        print(f"| {one['name']} | {scores} | {figures} | {', '.join(one['failed'])} |")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) > 0)
