"""The localised file of a work: what may appear in it, and what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from polyglot import assets, catalog, files, formats, imprint, locales, po, publish, receipt
from polyglot.assets import Asset
from polyglot.model import Document, Role, Tag, Target
from polyglot.pipeline.reading import format_of
from polyglot.pipeline.works import Draft, Order, Work
from polyglot.project import Project


def drafted(work: Work, targets: Sequence[Target], project: Project, order: Order) -> Draft:
    """The localised file that these targets make; nothing is judged, nothing written."""
    rule = rule_of(work, project, order)
    document = published(work, targets, rule, project, order)
    data = format_of(work.prepared.path, project.settings.formats).write(document)
    bare = replace(rule, isolates=False)
    pairs = zip(work.recalls, targets, strict=True)
    shown = tuple(publish.shown_text(place.segment, target, bare) for place, target in pairs)
    return Draft(document, data, shown, rule.isolates)


def read(work: Work, data: bytes, project: Project, order: Order) -> Document:
    """A localised file of a work, read as its source was. Raises `UnreadableInputError`."""
    form = format_of(work.prepared.path, project.settings.formats)
    return form.read(data, str(work.output or "-"), order.encoding)


def assets_beside(work: Work, project: Project, order: Order) -> tuple[Asset, ...]:
    """The files that an article refers to, where they are to be copied."""
    if project.settings.publish.assets != "copy" or not order.publish or work.output is None:
        return ()
    source, slip = work.prepared, work.receipt_path
    vouched = receipt.asset_digests(files.current(slip), str(slip)) if slip is not None else {}
    page = assets.Page(source.path, work.output, work.direction.pair, order.out)
    form = format_of(source.path, project.settings.formats)
    return tuple(assets.found(page, formats.addresses(form, source.document), project, vouched))


def rule_of(work: Work, project: Project, order: Order) -> publish.Rule:
    """What may appear in the localised file of a work."""
    settings = project.settings
    level = settings.level(work.direction.pair.target) if order.publish else "machine"
    isolates = settings.publish.isolates and order.publish and locales.right_to_left(work.direction.pair.target)
    return publish.Rule(level, settings.missing(work.direction.pair.target), isolates)


def _strings(project: Project, target: Tag) -> Mapping[str, str]:
    """What the site's catalog of a locale may say in pages."""
    place, template = project.site_catalog(target), project.site_template
    return _publishable(po.read_text(place), po.read_text(template), project.settings.strings_level(target))


@lru_cache(maxsize=8)
def _publishable(text: str | None, template: str | None, level: str) -> Mapping[str, str]:
    """The messages of a catalog that may appear; the last catalogs are kept, as every page asks."""
    if text is None:
        return {}
    known = catalog.known(template) if template is not None else ()
    legal = frozenset(string.text for string in known if string.role is Role.LEGAL)
    return catalog.publishable(po.parse(text, "site.po"), level, legal)[0]


def published(work: Work, targets: Sequence[Target], rule: publish.Rule, project: Project, order: Order) -> Document:
    """The localised document: what may appear, without the site's lines, with what it says of itself."""
    by_unit: dict[str, list[Target]] = {}
    for place, target in zip(work.recalls, targets, strict=True):
        by_unit.setdefault(place.unit.unit.id, []).append(target)
    document = publish.with_targets(work.prepared.document, work.prepared.article, by_unit, rule)
    if document.structured:
        document = publish.with_strings(document, _strings(project, work.direction.pair.target))
    elif order.furniture != "keep":
        document = publish.without_furniture(document)
    if not order.publish:
        return document
    shown = [target for target in targets if publish.allowed(target, rule)]
    here = imprint.Place(work.prepared.path, work.output, work.direction.pair, work.siblings, order.companions)
    form = format_of(work.prepared.path, project.settings.formats)
    return form.publish(document, imprint.facts(here, targets, shown, project))
