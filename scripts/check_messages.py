"""Check the translations of the apps named on the command line.

Each .po file must be sound (msgfmt --check), complete (nothing untranslated or fuzzy), and compiled:
the .mo file beside it, which is committed so that nobody needs gettext to run the site, says the same.
What two apps say alike in English they say alike in every language.
"""

import gettext
import io
import shutil
import subprocess
import sys
from pathlib import Path


def faults_of(po: Path) -> list[str]:
    """What is wrong with one .po file, in sentences."""
    compiled = subprocess.run(["msgfmt", "--check", "--output-file=-", po], capture_output=True, check=False)
    if compiled.returncode:
        return [compiled.stderr.decode(errors="replace").strip()]
    faults = []
    for state in ("untranslated", "fuzzy"):
        found = subprocess.run(
            ["msgattrib", f"--{state}", "--no-obsolete", "--no-wrap", po],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        faults += [
            f"{po}: {state}: {line}"
            for line in found.splitlines()
            if line.startswith('msgid "') and line != 'msgid ""'
        ]
    mo = po.with_suffix(".mo")
    if not mo.exists() or catalog(mo.read_bytes()) != catalog(compiled.stdout):
        faults.append(f"{mo} is not what {po.name} compiles to: run `make messages`")
    return faults


def catalog(mo: bytes) -> dict[object, str]:
    """The messages of a .mo file, without its header, which names dates."""
    messages = gettext.GNUTranslations(io.BytesIO(mo))._catalog  # type: ignore[attr-defined]
    return {key: value for key, value in messages.items() if key}


def said_twice(files: list[Path]) -> list[str]:
    """Texts that two apps have in common and translate differently: one screen shows both."""
    known: dict[tuple[str, object], tuple[str, Path]] = {}
    faults = []
    for po in files:
        mo = po.with_suffix(".mo")
        for text, said in catalog(mo.read_bytes()).items() if mo.exists() else ():
            before, first = known.setdefault((po.parts[-3], text), (said, po))
            if said != before:
                faults.append(f"{po}: {text!r} is {said!r} here and {before!r} in {first}")
    return faults


def main(apps: list[str]) -> int:
    if not shutil.which("msgfmt"):
        print("Translations cannot be checked: gettext is missing. Run `make setup-system`.", file=sys.stderr)
        return 1
    files = [po for app in apps for po in sorted(Path(app).glob("locale/*/LC_MESSAGES/*.po"))]
    faults = [fault for po in files for fault in faults_of(po)] + said_twice(files)
    print("\n".join(faults) or f"{len(files)} translation files are sound, complete and compiled.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
