"""Whether XLIFF is valid: the schemas of OASIS for the cores, and what the specifications say beyond any schema.

The modules (matches, metadata) have no schema here; their rules below are those of XLIFF 2.1, chapters 5.1 and 5.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree

from polyglot.xmlfile import Element

SCHEMAS = Path(__file__).parent / "xliff" / "schemas"
PLACES = ("http://www.w3.org/2001/xml.xsd", "informativeCopiesOf3rdPartySchemas/w3c/xml.xsd")
CORE = "urn:oasis:names:tc:xliff:document:2.0"
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
SPACES = {"x": CORE, "mtc": MATCHES, "mda": METADATA}
MATCH = {"id", "matchQuality", "matchSuitability", "origin", "ref", "reference", "similarity", "subType", "type"}


@cache
def schema(name: str) -> Element:
    text = (SCHEMAS / name).read_text("utf-8")
    for place in PLACES:
        text = text.replace(f'"{place}"', f'"{(SCHEMAS / "xml.xsd").as_uri()}"')
    return etree.XMLSchema(etree.fromstring(text.encode()))


def faults(data: bytes) -> list[str]:
    """What is wrong with a document; empty where it is valid."""
    root = etree.fromstring(data)
    if root.get("version") == "1.2":
        found = schema("xliff-core-1.2-strict.xsd")
        found.validate(root)
        return [str(error) for error in found.error_log]
    found = schema("xliff-core-2.0.xsd")
    found.validate(root)
    return [str(error) for error in found.error_log] + [fault for rule in RULES for fault in rule(root)]


def ids(root: Element) -> Iterator[str]:
    """Ids are unique: of files, of units in a file, of segments and source codes in a unit (4.3.1.21)."""
    files = root.findall("x:file", SPACES)
    groups = [files, *(file.findall(".//x:unit", SPACES) for file in files)]
    for unit in root.iter(f"{{{CORE}}}unit"):
        sources = unit.findall("x:segment/x:source//*[@id]", SPACES)
        groups += [unit.findall("x:segment", SPACES) + sources, unit.findall("x:originalData/x:data", SPACES)]
        targets = unit.findall("x:segment/x:target//*[@id]", SPACES)
        groups += [unit.findall("x:segment", SPACES) + targets, unit.findall("x:notes/x:note", SPACES)]
    for group in groups:
        names = [name for element in group if (name := element.get("id")) is not None]
        yield from (f"the id {name} is given twice" for name in set(names) if names.count(name) > 1)


def references(root: Element) -> Iterator[str]:
    """What is referred to is there: data, the other half of a code, the segment of a match."""
    for home in (*root.iter(f"{{{CORE}}}unit"), *root.iter(f"{{{MATCHES}}}match")):
        data = {one.get("id") for one in home.findall("x:originalData/x:data", SPACES)}
        texts = (
            *home.findall("x:segment/x:*", SPACES),
            *home.findall("x:source", SPACES),
            *home.findall("x:target", SPACES),
        )
        for text in texts:
            for code in text.iter():
                asked = {code.get(name) for name in ("dataRef", "dataRefStart", "dataRefEnd")} - {None}
                yield from (f"no data {name}" for name in asked - data)
    for unit in root.iter(f"{{{CORE}}}unit"):
        segments = {f"#{one.get('id')}" for one in unit.findall("x:segment", SPACES)}
        yield from (
            f"a match for {match.get('ref')}, which is no segment of its unit"
            for match in unit.iter(f"{{{MATCHES}}}match")
            if match.get("ref") not in segments
        )


def halves(root: Element) -> Iterator[str]:
    """A code that ends has begun before, in the sources or in the targets of its unit; alone it says so (4.7.2.3)."""
    for unit in root.iter(f"{{{CORE}}}unit"):
        for side in ("source", "target"):
            begun: set[str | None] = set()
            ended: set[str | None] = set()
            for text in unit.findall(f"x:segment/x:{side}", SPACES):
                for code in text.iter(f"{{{CORE}}}sc", f"{{{CORE}}}ec"):
                    isolated = code.get("isolated") == "yes"
                    if code.tag.endswith("}sc"):
                        begun |= set() if isolated else {code.get("id")}
                    elif isolated != bool(code.get("id")) or isolated == bool(code.get("startRef")):
                        yield "an ec has either an id and is isolated, or a startRef"
                    elif not isolated and code.get("startRef") not in begun:
                        yield f"ec before sc: {code.get('startRef')}"
                    else:
                        ended |= set() if isolated else {code.get("startRef")}
            yield from (f"sc {name} is not isolated and has no end" for name in begun - ended)


def modules(root: Element) -> Iterator[str]:
    """The modules for matches and metadata are as their chapters say."""
    for matches in root.iter(f"{{{MATCHES}}}matches"):
        if not len(matches) or {one.tag for one in matches} != {f"{{{MATCHES}}}match"}:
            yield "matches has something else than a match, or nothing"
        for match in matches:
            names = [etree.QName(child).localname for child in match.iterchildren(f"{{{CORE}}}*")]
            if names not in (["source", "target"], ["originalData", "source", "target"]):
                yield f"a match has {names}"
            if set(match.keys()) - MATCH or not 0 <= float(match.get("similarity", "0")) <= 100:
                yield f"a match with {dict(match.attrib)}"
    for metadata in root.iter(f"{{{METADATA}}}metadata"):
        if not len(metadata) or {one.tag for one in metadata} != {f"{{{METADATA}}}metaGroup"}:
            yield "metadata has something else than a metaGroup, or nothing"
    for group in root.iter(f"{{{METADATA}}}metaGroup"):
        if not len(group) or any(one.tag == f"{{{METADATA}}}meta" and not one.get("type") for one in group):
            yield "a metaGroup is empty, or has a meta without type"


RULES = (ids, references, halves, modules)
