"""Write dist/sbom.cdx.json: every package that a site runs, with its hashes, as CycloneDX lists them.

    .audit/bin/python scripts/sbom.py

Made from requirements/run.txt alone: the same lock gives the same bytes, so it can be compared with a
released one. No index is asked.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "dist" / "sbom.cdx.json"


def main() -> int:
    TARGET.parent.mkdir(exist_ok=True)
    tool = Path(sys.executable).with_name("cyclonedx-py")
    command = [str(tool), "requirements", "requirements/run.txt", "--pyproject", "pyproject.toml"]
    command += ["--mc-type", "application", "--output-reproducible", "--sv", "1.6", "--of", "JSON"]
    # It warns that the lock does not say who needs what; a lock never does.
    quiet = [sys.executable, "-W", "ignore"]
    subprocess.run([*quiet, *command, "-o", str(TARGET)], cwd=ROOT, check=True)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    packages = TARGET.read_text().count('"purl": "pkg:pypi/')
    print(f"{TARGET.relative_to(ROOT)}: {packages} packages of version {version}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
