"""The stock of neural models: what can be had, fetched, carried, thrown out; engine, lock and network together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from polyglot import config, files, locales, models
from polyglot.config import Environment
from polyglot.engines.argos import packages
from polyglot.engines.argos.keeper import ArgosKeeper
from polyglot.errors import EngineMissingError, ModelError, OutputError, PackageError, PolyglotError, UsageError
from polyglot.model import Package, Pair
from polyglot.models import archive, bundle, fetch, index, install
from polyglot.models.archive import size_told
from polyglot.models.bundle import Watch
from polyglot.models.fetch import Network, Wanted
from polyglot.models.index import Index, Offer
from polyglot.models.install import Placed, Ready
from polyglot.models.lock import Pin
from polyglot.project import Project, around

Teller = Callable[[str], None]
"""Told a sentence that a person should know while the work goes on."""


def unwatched(_name: str, _done: int, _total: int) -> None:
    """The watch of work that nobody watches."""


def untold(_sentence: str) -> None:
    """The teller of work that nobody listens to."""


@dataclass(frozen=True, slots=True)
class Row:
    """A package that can be had."""

    offer: Offer
    size: int
    """Bytes; 0 where nobody says."""
    installed: str = ""
    """The version that is installed; empty where none is."""

    @property
    def newer(self) -> bool:
        """Whether it is newer than the one installed."""
        return bool(self.installed) and index.order(self.offer.version) > index.order(self.installed)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of a package, or of a folder that is none."""

    name: str
    folder: Path
    pairs: tuple[Pair, ...] = ()
    version: str = ""
    content: str = ""
    """SHA-256 of its files; empty where they could not be read."""
    pinned: bool = False
    """Whether `polyglot.lock` has it."""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stock:
    """The folder of packages, the project around with its lock, and the way to the network."""

    project: Project
    keeper: ArgosKeeper = field(default_factory=ArgosKeeper)
    environment: Environment = field(default_factory=config.environment)
    tell: Teller = untold
    watch: Watch = unwatched

    @property
    def pins(self) -> Mapping[str, Pin]:
        """What `polyglot.lock` pins; empty outside a project."""
        return models.read_pins(self.project.lock)

    def pin(self, package: Package) -> Pin | None:
        """What the lock pins of a package; whoever installs a distribution answers for its bytes, so it has no pin."""
        return None if package.distribution else self.pins.get(package.stem)

    @property
    def network(self) -> Network:
        """The way to the network, as the environment and the project say."""
        proxy = self.project.settings.models.proxy
        proxies = {"http": proxy, "https": proxy} if proxy else self.environment.proxies
        return Network(self.environment.offline, proxies, self.environment.direct)

    @property
    def index(self) -> str:
        """The address of the index."""
        settings = self.project.settings.models
        mirrored = f"{settings.mirror.rstrip('/')}/index.json" if settings.mirror else ""
        return self.environment.index or settings.index or mirrored or self.keeper.index

    def packages(self) -> tuple[Package, ...]:
        """The packages that are installed, in order of their names."""
        return install.packages(self.keeper)[0]

    def brought(self) -> tuple[Package, ...]:
        """The packages of distributions that are in use: those with a pair that no installed package serves."""
        used = {leg.folder for leg in packages.installed(self.keeper.own).legs.values()}
        return tuple(package for package in install.brought(self.keeper)[0] if package.folder in used)

    def of(self, pair: Pair | None) -> tuple[Package, ...]:
        """The packages in use of a pair, or of its two legs where there is none; all without a pair.

        Raises `EngineMissingError` where there is none.
        """
        if pair is None:
            return (*self.packages(), *self.brought())
        legs = (Pair(pair.source, index.PIVOT), Pair(index.PIVOT, pair.target))
        wanted = self._serving(pair) or tuple(package for leg in legs for package in self._serving(leg))
        if not wanted:
            raise self._missing(pair)
        return tuple(dict.fromkeys(wanted))

    def _serving(self, pair: Pair) -> tuple[Package, ...]:
        return _named(pair, self.packages()) or _named(pair, self.brought())

    def _missing(self, pair: Pair) -> EngineMissingError:
        hint = f"run: polyglot models install {pair.source} {pair.target}"
        return EngineMissingError(f"no package for {pair.source} to {pair.target} is installed", hint=hint)


def here() -> Stock:
    """The stock of this machine, seen from the current folder."""
    return Stock(around((), Path.cwd()))


# What can be had


def available(stock: Stock, source: str = "", target: str = "") -> tuple[Row, ...]:
    """What the index offers: all, from a language, or for a pair, with its size then. Raises `ModelError`."""
    offered = _index(stock)
    if target:
        offers = _route(stock, offered, Pair(locales.parse(source), locales.parse(target)))
    else:
        offers = _from(stock, offered, source)
    known = {pair: package.version for package in stock.packages() for pair in package.pairs}
    sizes = {offer: _size(stock, offer) if target else offer.size for offer in offers}
    return tuple(Row(offer, sizes[offer], known.get(offer.pair, "")) for offer in offers)


def _from(stock: Stock, offered: Index, source: str) -> tuple[Offer, ...]:
    """What the index offers from a language, or all of it for none named."""
    if not source:
        return tuple(offered.offers.values())
    served = stock.keeper.serving(locales.parse(source), {pair.source for pair in offered.offers})
    if served is None:
        message = f"the index has no package that translates from {locales.parse(source)}"
        raise ModelError(message, hint="run: polyglot models available")
    return tuple(offer for pair, offer in offered.offers.items() if pair.source == served)


def _index(stock: Stock) -> Index:
    """The index, read over the network, which is said first."""
    fetch.require_online(stock.network)
    stock.tell(f"this uses the network: {stock.index}")
    found = index.parse(fetch.read(stock.index, stock.network, index.LARGEST), stock.keeper.tag)
    if found.skipped:
        stock.tell(f"{found.skipped} entries of the index make no sense here and were left out")
    return found


def _route(stock: Stock, offered: Index, pair: Pair) -> tuple[Offer, ...]:
    route = offered.route(pair, stock.keeper.serving)
    if not route:
        message = f"the index has no package for {pair.source} to {pair.target}, and none through English"
        raise ModelError(message, hint="run: polyglot models available")
    return route


def _links(stock: Stock, offer: Offer) -> tuple[str, ...]:
    mirror = stock.project.settings.models.mirror
    return index.mirrored(offer.links, mirror) if mirror else offer.links


def _size(stock: Stock, offer: Offer) -> int:
    """How large a package is: the index says so, or the first server that does."""
    if offer.size:
        return offer.size
    for link in _links(stock, offer):
        with suppress(ModelError):
            if size := fetch.size(link, stock.network):
                return size
    return 0


# Getting


def install_pair(stock: Stock, pair: Pair, *, relock: bool = False) -> tuple[Placed, ...]:
    """Fetch and install what leads from one language to the other, direct or through English.

    Raises `ModelError` for what cannot be fetched or is not what was pinned, `PackageError` for what is broken.
    """
    route = _route(stock, _index(stock), pair)
    pins = {} if relock else stock.pins
    there = {offer: package for offer in route if (package := _there(stock, offer, pins)) and not relock}
    wanted = [offer for offer in route if offer not in there]
    for package in there.values():
        stock.tell(f"{package.name} is installed already")
    if not wanted:
        return tuple(Placed(package, changed=False) for package in there.values())
    sizes = {offer: _size(stock, offer) for offer in wanted}
    for offer in wanted:
        size = size_told(sizes[offer]) if sizes[offer] else "of unknown size"
        places = ", ".join(dict.fromkeys(map(fetch.host, _links(stock, offer)))) or "nowhere"
        stock.tell(f"fetching {offer.name} ({size}) from {places}")
    with install.workshop(stock.keeper.folder) as work:
        ready = [_fetched(stock, offer, sizes[offer], work, pins) for offer in wanted]
        return _put(stock, ready, work, relock=relock)


def _there(stock: Stock, offer: Offer, pins: Mapping[str, Pin]) -> Package | None:
    """The installed package that an offer is no newer than, with the bytes that are pinned where some are."""
    for package in stock.packages():
        if package.pairs == (offer.pair,) and index.order(package.version) >= index.order(offer.version):
            pin = pins.get(package.stem)
            if pin is None or pin.content == install.content_of(package):
                return package
    return None


def _fetched(stock: Stock, offer: Offer, size: int, work: Path, pins: Mapping[str, Pin]) -> Ready:
    """Fetch, unpack and look over a package; the download is removed, come what may."""
    pin = pins.get(offer.stem)
    known = (("the index says", offer.sha256), ("polyglot.lock pins", pin.archive if pin else ""))
    wanted = Wanted(offer.size, tuple((source, digest) for source, digest in known if digest))
    place = stock.environment.downloads / f"{offer.name}.argosmodel"
    links = _links(stock, offer)
    with install.held(place.parent):
        path = fetch.fetch(
            links, place, stock.network, wanted, lambda done, total: stock.watch(offer.name, done, total or size)
        )
        try:
            ready = _unpacked(path, work / f"new-{offer.name}", stock, pins)
        finally:
            path.unlink(missing_ok=True)
    if offer.pair not in ready.package.pairs:
        told = "-".join(ready.package.pairs[0])
        raise PackageError(f"{offer.name} is a package for {told}: the index is wrong", hint="tell who keeps the index")
    return ready


def install_path(stock: Stock, path: Path, pair: Pair | None = None, *, relock: bool = False) -> tuple[Placed, ...]:
    """Install an `.argosmodel`, a bundle or a folder; raises `PackageError`, `ModelError`, `UsageError`."""
    pins = {} if relock else stock.pins
    if not path.exists():
        raise PackageError("no such file or folder", place=str(path), hint="name a pair, a file or a folder")
    with install.workshop(stock.keeper.folder) as work:
        if path.is_dir():
            ready = [_copied(path, work / "new", stock, pins, pair)]
        elif pair is not None:
            hint = "a package says itself what it translates; only a folder of a converted model may need --pair"
            raise UsageError("--pair goes with a folder", place=str(path), hint=hint)
        elif bundle.is_bundle(path):
            folders = bundle.unpack(path, work)
            ready = [install.look_over(each, stock.keeper, _pin(stock, each, pins)) for each in folders]
        else:
            ready = [_unpacked(path, work / "new", stock, pins)]
        return _put(stock, ready, work, relock=relock)


def _pin(stock: Stock, folder: Path, pins: Mapping[str, Pin]) -> Pin | None:
    return pins.get(stock.keeper.read(folder).stem) if pins else None


def _unpacked(path: Path, place: Path, stock: Stock, pins: Mapping[str, Pin]) -> Ready:
    """Unpack an archive and look it over."""
    archive.unpack(path, place)
    pin, digest = _pin(stock, place, pins), archive.file_hash(path)
    if pin is not None:
        install.require_pinned(pin.package, pin, digest, packed=True)
    return install.look_over(place, stock.keeper, pin, digest)


def _copied(path: Path, place: Path, stock: Stock, pins: Mapping[str, Pin], pair: Pair | None) -> Ready:
    """Copy a folder, make a package of it where it is none yet, and look it over."""
    archive.copy(path, place)
    with archive.writing(place):
        stock.keeper.complete(place, pair)
    return install.look_over(place, stock.keeper, _pin(stock, place, pins))


def _put(stock: Stock, ready: Sequence[Ready], work: Path, *, relock: bool) -> tuple[Placed, ...]:
    """Put packages in place, all of them sound, and pin their bytes in the lock of the project."""
    with _lock(stock.project):
        placed = tuple(install.put(each, stock.keeper, work) for each in ready)
        _record(stock, ready, relock=relock)
    return placed


@contextmanager
def _lock(project: Project) -> Iterator[None]:
    """Hold the project, where there is one."""
    if project.root is None:
        yield
    else:
        with files.locked(project.root):
            yield


def _record(stock: Stock, ready: Sequence[Ready], *, relock: bool) -> None:
    """Pin what was not pinned before; with `relock` what is another now."""
    place = stock.project.lock
    if place is None:
        return
    known = dict(stock.pins)
    for each in ready:
        former = known.get(each.pin.package)
        if former is None or former.content != each.content or (each.origin and (relock or not former.archive)):
            known[each.pin.package] = each.pin
    files.write({place: models.render_lock(models.read_lock(place), known)})


# Carrying, throwing out


def export(stock: Stock, pairs: Sequence[Pair], place: Path) -> tuple[tuple[Package, ...], int, str]:
    """Write a bundle with the packages of some pairs, or all; what is in it, its size and its SHA-256."""
    chosen = [package for pair in pairs or (None,) for package in stock.of(pair)]
    if not chosen:
        raise EngineMissingError("no package is installed", hint="run: polyglot models install fr en")
    if place.is_dir():
        raise OutputError("a folder, not a file", place=str(place), hint="name a file: --out models.bundle")
    carried = tuple(sorted(dict.fromkeys(chosen), key=lambda package: package.name))
    for package in carried:
        if pin := stock.pin(package):
            install.require_pinned(package.stem, pin, archive.content(archive.hashes(package.folder)))
    size, digest = bundle.write(carried, place, stock.watch)
    return carried, size, digest


def remove(stock: Stock, what: str | Pair) -> tuple[Package, ...]:
    """Remove the packages of a pair, or the one of that name; raises `EngineMissingError` where there is none."""
    there = stock.packages()
    gone = _named(what, there)
    if not gone:
        for package in _named(what, stock.brought()):
            raise _belongs(package)
        told = f"package for {what.source} to {what.target}" if isinstance(what, Pair) else f"package {what[:80]!a}"
        names = ", ".join(package.name for package in there) or "none"
        raise EngineMissingError(f"no {told} is installed", hint=f"installed are: {names}")
    with install.workshop(stock.keeper.folder) as work:
        install.discard([package.folder for package in gone], work)
    return gone


def _named(what: str | Pair, among: Sequence[Package]) -> tuple[Package, ...]:
    return tuple(one for one in among if what in (one.pairs if isinstance(what, Pair) else {one.name}))


def _belongs(package: Package) -> ModelError:
    message = f"{package.name} belongs to the distribution {package.distribution}, and goes with it only"
    name = package.distribution.name if package.distribution else ""
    return ModelError(message, place=str(package.folder), hint=f"run: pip uninstall {name}")


# Verifying

Check = Callable[[Stock, Package, str], str]
"""What is wrong with a package, of which the SHA-256 of its files is known; empty where nothing is."""


def _as_pinned(stock: Stock, package: Package, content: str) -> str:
    try:
        install.require_pinned(package.stem, stock.pin(package), content)
    except ModelError as error:
        return error.message
    return ""


def _works(stock: Stock, package: Package, _content: str) -> str:
    return stock.keeper.trial(package.folder)


CHECKS: tuple[Check, ...] = (_as_pinned, _works)
"""What every package must pass that can be read; what one of them raises is no answer."""


def verify(stock: Stock, pair: Pair | None = None, checks: Sequence[Check] = CHECKS) -> tuple[Verdict, ...]:
    """Look over the packages of a pair, or all and all folders beside them; raises `EngineMissingError` for a pair."""
    (found, wrong), (_, foreign) = install.packages(stock.keeper), install.brought(stock.keeper)
    chosen = stock.of(pair)
    verdicts = [_verdict(stock, package, checks) for package in chosen]
    if pair is None:
        verdicts += [
            Verdict(Path(error.place).name, Path(error.place), problems=(error.message,))
            for error in (*wrong, *foreign)
        ]
        lost = sorted(set(stock.pins) - {package.stem for package in found})
        absent = ("polyglot.lock pins it, but it is not installed",)
        verdicts += [Verdict(stem, stock.keeper.folder / stem, pinned=True, problems=absent) for stem in lost]
    return tuple(verdicts)


def _verdict(stock: Stock, package: Package, checks: Sequence[Check]) -> Verdict:
    pinned = stock.pin(package) is not None
    try:
        content = archive.content(archive.hashes(package.folder))
    except PolyglotError as error:
        told = (f"{error.place}: {error.message}",)
        return Verdict(package.name, package.folder, package.pairs, package.version, "", pinned, told)
    problems = tuple(filter(None, (check(stock, package, content) for check in checks)))
    return Verdict(package.name, package.folder, package.pairs, package.version, content, pinned, problems)
