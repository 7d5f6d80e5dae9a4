"""What `make audit` does: our own rules, bandit, known holes in what we depend on. 1 for an open finding.

    .audit/bin/python scripts/audit.py

A finding is answered where it stands, with a why: `# nosemgrep: the-rule (why)` for ours; for bandit's the
same `# noqa: S…` that ruff reads, whose numbers are bandit's. What a whole directory may do: ANSWERED.
Nothing is sent anywhere but the names and versions in requirements/run.txt, to the index of Python packages.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
RULES = ROOT / ".semgrep"
PLUGINS = [
    "privacy",
    "outbox",
    "supporters",
    "campaigns",
    "petitions",
    "events",
    "mailings",
    "donations",
    "site",
]
CODE = [*PLUGINS, "scripts", "manage.py"]
TEMPLATES = (".html", ".txt", ".svg", ".xml")
LOCK = "requirements/run.txt"

# Bandit's findings that are none, by where and what.
ANSWERED = {
    ("", "B404"): "that subprocess is imported says nothing; each call is looked at",
    ("scripts/", "B603"): "fixed words, no shell, on a developer's machine",
    ("scripts/", "B607"): "fixed words, no shell, on a developer's machine",
    ("benchmarks/", "B101"): "never runs on a site",
    ("benchmarks/", "B105"): "settings of a throwaway database",
    ("benchmarks/", "B310"): "asks this machine",
    ("benchmarks/", "B311"): "rows that are the same each time",
    ("benchmarks/", "B603"): "fixed words, no shell, on a developer's machine",
    ("benchmarks/", "B608"): "measures plain SQL; nothing in it was typed",
    ("privacy/xlsx.py", "B406"): "escapes text for a file that is written; parses nothing",
}
# One rule of ruff's for two of bandit's.
ALSO = {"B703": "S308"}
MARKUP = {"B308", "B703"}
WHY = re.compile(r"nosemgrep: ([\w-]+) \(.{8,}\)")
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One of the tools, without asking whether there is a newer one or telling how it was used."""
    quiet = {"SEMGREP_SEND_METRICS": "off", "SEMGREP_ENABLE_VERSION_CHECK": "0"}
    return subprocess.run(
        [str(BIN / program), *arguments],
        cwd=ROOT,
        env=os.environ | quiet,
        capture_output=True,
        text=True,
        check=False,
    )


def say(name: str, tried: str, findings: list[str]) -> bool:
    """Print one part's result; whether nothing is open."""
    print(f"== {name}: {tried}; open findings: {len(findings)}")
    for finding in findings:
        print(f"   {finding}")
    return not findings


def committed(*directories: str, ends: tuple[str, ...]) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--", *directories], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [name for name in listed.splitlines() if name.endswith(ends) and (ROOT / name).is_file()]


# --- our own rules -------------------------------------------------------------------------------


def rules() -> set[str]:
    """The names of all of them."""
    return {name for file in RULES.glob("*.yaml") for name in re.findall(r"- id: ([\w-]+)", file.read_text())}


def untried_rules() -> list[str]:
    """Rules without a bad sample that they find, or a good one that they leave."""
    samples = "\n".join(file.read_text() for file in RULES.iterdir() if file.suffix != ".yaml")
    kinds = ("ruleid", "ok")
    return [
        f"{rule}: no sample “{kind}”"
        for rule in rules()
        for kind in kinds
        if f"{kind}: {rule}\n" not in f"{samples}\n".replace(" -->", "")
    ]


def try_rules() -> bool:
    """Each finds its bad samples and leaves its good ones."""
    done = run("semgrep", "test", str(RULES))
    faults = [] if done.returncode == 0 else (done.stdout + done.stderr).strip().splitlines()
    return say("our rules on their samples", f"{len(rules())} rules", [*untried_rules(), *faults])


def own_rules() -> bool:
    """They find nothing in the sources, and whatever keeps one quiet says why."""
    scan = ("scan", "--metrics", "off", "--disable-version-check", "--no-git-ignore", "--json", "--quiet")
    found, looked_at = [], 0
    templates = committed(*PLUGINS, "templates", ends=TEMPLATES)
    parts = (("code.yaml", ["--exclude", "migrations", *CODE]), ("templates.yaml", templates))
    for file, targets in parts:
        done = run("semgrep", *scan, "--config", str(RULES / file), *targets)
        if not done.stdout.startswith("{"):
            return say("our rules", file, [done.stderr.strip() or "semgrep said nothing"])
        said = json.loads(done.stdout)
        looked_at += len(said["paths"]["scanned"])
        found += [
            f"{one['path']}:{one['start']['line']}: {one['check_id'].rpartition('.')[2]}"
            for one in said["results"]
        ]
        found += [f"{file}: {one['message'][:200]}" for one in said["errors"] if one.get("level") == "error"]
    return say("our rules", f"{looked_at} files", [*found, *without_why()])


def without_why() -> list[str]:
    """Words that keep a rule quiet and do not say why, or name no rule of ours."""
    names, faults = rules(), []
    for name in committed(*CODE, "templates", ends=(".py", *TEMPLATES)):
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1):
            if "nosemgrep" in line and name != "scripts/audit.py":
                match = WHY.search(line)
                if not match or match[1] not in names:
                    faults.append(f"{name}:{number}: nosemgrep without a rule of ours or without a why")
    return faults


# --- bandit --------------------------------------------------------------------------------------


def is_answered(found: dict[str, Any]) -> bool:
    path, code = str(found["filename"]).removeprefix("./"), str(found["test_id"])
    if any(code == said and path.startswith(where) for where, said in ANSWERED):
        return True
    lines = (ROOT / path).read_text().splitlines()
    asked = rf"# noqa: [\w, ]*\b{ALSO.get(code, f'S{code[1:]}')}\b"
    if code in MARKUP:
        asked += r"|# nosemgrep: no-mark-safe \("
    first, last = found["line_number"], found["line_range"][-1]
    # The word of our own rule stands on the line before.
    return any(re.search(asked, line) for line in lines[first - 2 : last])


def bandit() -> bool:
    """Every source of ours; tests run on no site."""
    done = run("bandit", "--quiet", "--format", "json", "--recursive", *CODE, "benchmarks")
    said = json.loads(done.stdout)
    open_ones = [one for one in said["results"] if not is_answered(one)]
    lines = [
        f"{one['filename']}:{one['line_number']}: {one['test_id']} {one['issue_text']}" for one in open_ones
    ]
    lines += [f"{one['filename']}: {one['reason']}" for one in said["errors"]]
    total = said["metrics"]["_totals"]["loc"]
    answered = len(said["results"]) - len(open_ones)
    return say("bandit", f"{total:,} lines, {answered} findings answered", lines)


# --- known holes ---------------------------------------------------------------------------------


def pip_audit() -> bool:
    """What is known against the versions that a site runs. Skipped in capitals where nobody answers."""
    done = run(
        "pip-audit", "--requirement", LOCK, "--disable-pip", "--format", "json", "--progress-spinner", "off"
    )
    if not done.stdout.startswith("{"):
        return unasked(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no answer")
    packages = json.loads(done.stdout)["dependencies"]
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    if skipped:
        return unasked(f"{len(skipped)} of {len(packages)} packages are not known there")
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'none'}"
        for one in packages
        for hole in one["vulns"]
    ]
    return say("pip-audit", f"{len(packages)} packages", holes)


def unasked(why: str) -> bool:
    """Say loudly that nobody was asked; whether that may pass."""
    print(f"\n!! SKIPPED: PIP-AUDIT. The index of known holes does not answer: {why[:150]}.")
    print("   Run `make audit` again where it does.\n")
    return not IN_CI


def main() -> int:
    done = [part() for part in (try_rules, own_rules, bandit, pip_audit)]
    print("\nAudit:", dict(Counter("passed" if one else "FAILED" for one in done)))
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
