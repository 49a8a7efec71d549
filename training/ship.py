"""`python -m training.ship MODEL.argosmodel ...`: looked over as polyglot does it, then put where the starter is built.

What was there before goes. `SHA256SUMS` beside the models has the hash of every file, so that the build notices any
other, and `sha256sum -c` does too.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from polyglot.config import Settings
from polyglot.engines.argos import ArgosEngine
from polyglot.engines.argos.keeper import ArgosKeeper
from polyglot.engines.argos.packages import fingerprint, legs_of
from polyglot.errors import PolyglotError
from polyglot.installation import stock
from polyglot.installation.stock import Stock
from polyglot.model import Package
from polyglot.models import archive
from polyglot.project import Project

STARTER = Path(__file__).parent / "starter" / "src" / "polyglot_starter_fr_en"
SUMS = "SHA256SUMS"


def ship(files: Sequence[Path], results: Sequence[Path], place: Path) -> None:
    """Verify models and put them, with their scores, in a folder in place of those there; raises `PolyglotError`."""
    with tempfile.TemporaryDirectory() as room:
        store = Stock(Project(None, Settings()), ArgosKeeper(Path(room) / "packages"))
        for file in files:
            stock.install_path(store, file)
        _verify(store)
        _score(store.packages(), results)
        for former in place.glob("*/metadata.json"):
            shutil.rmtree(former.parent)
        lines = [line for package in store.packages() for line in _put(package, place)]
    (place / SUMS).write_text("".join(lines), "utf-8")


def _verify(store: Stock) -> None:
    """What `polyglot models verify` does, with its figures; raises `PolyglotError`."""
    for verdict in stock.verify(store):
        if verdict.problems:
            sys.exit(f"{verdict.name}: {'; '.join(verdict.problems)}")
        for pair in verdict.pairs:
            kept = ArgosEngine(store.keeper.folder).measure(pair)
            told = ", ".join(f"{rung} {100 * survived / tried:.1f} %" for rung, (survived, tried) in kept.items())
            _say(f"{verdict.name}, {'-'.join(pair)}: good; names kept: {told}")


def _score(packages: Sequence[Package], results: Sequence[Path]) -> None:
    """Write what `polyglot evaluate --json` measured into the metadata of the very model that it measured."""
    models = {fingerprint((leg,)): package for package in packages for leg in legs_of(package.folder)[0]}
    for path in results:
        try:
            said = json.loads(path.read_text("utf-8"))
            package = models[said["signature"].rpartition("/")[2]]
            name = f"{said['set']} {said['source']}-{said['target']}"
            figures = {metric: float(said[metric]) for metric in ("bleu", "chrf")}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            sys.exit(f"{path}: not what `polyglot evaluate --json` says of one of these models ({error!r})")
        place = package.folder / "metadata.json"
        facts = json.loads(place.read_text("utf-8"))
        facts["scores"] = {**facts.get("scores", {}), name: figures}
        place.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _put(package: Package, place: Path) -> list[str]:
    """Copy a package without notes that this machine took; its lines of hashes."""
    shutil.copytree(package.folder, place / package.name, ignore=shutil.ignore_patterns(f"{archive.OUR_NOTES}*"))
    _say(f"{place / package.name}: {archive.size_told(package.size)}, {package.licence or 'its licence is not known'}")
    return [f"{digest}  {package.name}/{name}\n" for name, digest in archive.hashes(place / package.name).items()]


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> None:
    """Read the command line, and say what is refused in a sentence."""
    parser = argparse.ArgumentParser(prog="python -m training.ship", description=__doc__)
    parser.add_argument("models", type=Path, nargs="+", help="packages (.argosmodel) as `pack` makes them")
    parser.add_argument("--into", type=Path, default=STARTER, help="the folder that models lie in")
    parser.add_argument("--scores", type=Path, nargs="*", default=[], help="what `polyglot evaluate --json` wrote")
    given = parser.parse_args()
    try:
        ship(given.models, given.scores, given.into)
    except PolyglotError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
