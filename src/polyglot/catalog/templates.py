"""The template, `site.pot`: written as Babel does, and left as it is where it says the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from polyglot import po
from polyglot.catalog.strings import Key, SiteString, is_ours, known, merge
from polyglot.catalog.timeless import babel_catalog
from polyglot.errors import LawBrokenError
from polyglot.model import Tag

TEMPLATE_HEAD = ("# The strings of the site, found by polyglot. Translate them in the .po files, not here.",)
TEMPLATE_HEADER = tuple(pair for pair in po.header("", Tag("")) if pair[0] != "X-Source-Language")


def template(
    strings: Sequence[SiteString], before: str | None, seen: Collection[str] = (), head: Sequence[str] = TEMPLATE_HEAD
) -> str:
    """The text of `site.pot`; `before` is what is on disk, returned as it is where it says the same.

    Messages of other tools in `before` are kept behind ours, unless all their files are in `seen`, which were read.
    `head` are the comment lines of a new template. Raises `CatalogError` where `before` is broken.
    """
    wanted = merge(strings)
    old = po.parse(before or "", "site.pot")
    others = _others(old, {string.key for string in wanted}, seen)
    if before is not None and known(before) == wanted and len(others) + len(wanted) == len(old.entries):
        return before
    top = po.PoFile(old.header, (), old.head) if old.header else po.PoFile(TEMPLATE_HEADER, (), tuple(head))
    messages = _template_text([*(_template_entry(string) for string in wanted), *others])
    text = f"{po.render(top)}\n{messages}".rstrip("\n") + "\n"
    if known(text) != wanted:
        raise LawBrokenError("the template would not read as it was meant", hint="please report it with site.pot")
    return text.replace("\n", po.line_end(before or ""))


def _others(file: po.PoFile, ours: Collection[Key], seen: Collection[str]) -> list[po.Entry]:
    """The messages of other tools in a template that stay there."""
    return [
        entry
        for entry in file.entries
        if not (is_ours(entry) or entry.obsolete or (entry.context, entry.source) in ours)
        and not (entry.references and all(name in seen for name in entry.references))
    ]


def _template_entry(string: SiteString) -> po.Entry:
    forms = () if string.plural is None else ("", "")
    return po.Entry(
        string.context,
        string.text,
        "",
        extracted=(string.role, *string.notes),
        references=string.files,
        flags=string.flags,
        plural=string.plural,
        forms=forms,
    )


def _template_text(entries: Sequence[po.Entry]) -> str:
    """The entries as Babel writes a template, each with a blank line behind it.

    Babel breaks file names at hyphens and spaces, so it is given the entry's number for its files.
    """
    from babel.messages.catalog import Message
    from babel.messages.pofile import generate_po

    messages = []
    for number, entry in enumerate(entries):
        message = Message(
            entry.source if entry.plural is None else (entry.source, entry.plural),
            locations=[(str(number), 0)] if entry.references else [],
            auto_comments=entry.extracted,
            user_comments=entry.comments,
            context=entry.context,
        )
        message.flags = set(entry.flags)
        messages.append(message)
    return "".join(_numbered_files(line, entries) for line in generate_po(babel_catalog(messages), omit_header=True))


def _numbered_files(line: str, entries: Sequence[po.Entry]) -> str:
    """A line of a template; in place of a number, the files of the entry that has it."""
    if not line.startswith("#: "):
        return line
    return "".join(f"{reference}\n" for reference in po.references(entries[int(line[3:])].references))
