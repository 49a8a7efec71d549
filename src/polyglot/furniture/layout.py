"""Where the article of a saved page begins and ends, and which lines are not its own.

The article is the stretch of lines with the greatest weight: sentences speak for it, furniture against it (maximum
subsequence segmentation: Pasternack and Roth, "Extracting Article Text from the Web", WWW 2009). The title stands above
it; what is above the title or below the end is the site's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from polyglot.furniture.bylines import author_of, is_byline
from polyglot.furniture.phrases import EDGES, fold, fold_all, fold_sentences
from polyglot.furniture.shapes import ROW, SEPARATORS, Mark, Rules, known, names_date, row, section_names
from polyglot.model import Document, Role, Unit

PROSE = 90
"""Characters: a sentence of that length is a paragraph of an article."""
PROOF_OF_A_PAGE = 3.5
"""So many kinds of furniture make a text a saved page, those counted less that other texts have too."""
PROOF_ALONE = 6
"""So many make it one however little of it is known."""
PROOF_OF_A_FRAME = 0.5
"""What furniture in the first lines says for a saved page, and what furniture in the last lines does."""
MANY_MARKS = 15
SHARE_OF_A_PAGE = 0.25
"""So much of what is neither a sentence nor an item of a list must be known furniture."""
LINES_OF_A_BOX = 4
HEADER_LINES = 8
LABEL_WORDS = 5
SHORT = 40
"""Characters: the longest that a line of a form or a button is, where no blank lines say what belongs together."""
LONG_SENTENCE = 100
LONGEST_LISTED = 200
"""Characters: a longer line is no title in a list of articles."""
LEGAL_LENGTH = 1500
"""Characters: the longest that a cookie notice in one line is."""
TITLE_LENGTH = range(8, 221)
LONGEST_CAPTION = 400
LONGEST_OF_LABELS = 30
LONGEST_CREDIT = 80
CLOSING = "\"'»”“’)] "
STOPS = (".", "!", "?", "…", "؟", "。")
FAR = 0.4
"""What every unknown line between a title and the first paragraph takes from its likeness to one."""
BELOW_PROSE = 5
LEAST_TITLE = -0.5
HEAVIEST = 240.0
UNKNOWN = -6.0
LONG_LABEL = 60.0
QUOTED = 20.0
WEIGHT_OF_COMMENTS = 150.0
REACH_OF_COMMENTS = 12
MARKS_OF_A_FORUM = 4
AFTER_COMMENTS = 0.25
"""How much of its weight a sentence keeps that stands below the beginning of the readers' comments."""


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A text as this station sees it: a folded line for every unit."""

    text: str
    units: Sequence[Unit]
    lines: Sequence[str]
    blocks: Sequence[int]
    """Lines without a blank line between them share a block."""
    sentence: Sequence[bool]
    """Whether a line ends as a sentence does and has more than a word."""
    rules: Rules

    def prose(self, index: int) -> bool:
        """Whether a line is long enough to be a paragraph of an article."""
        line = self.lines[index]
        return len(line) >= PROSE and (self.sentence[index] or line.endswith(":"))

    def numbered(self, index: int) -> bool:
        """Whether a number stands before a line, as before an item of a list or a heading."""
        start = self.units[index].span.start
        before = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        return any(map(str.isdigit, before))

    def beside(self, index: int, other: int) -> bool:
        """Whether two lines are there and share a block."""
        return 0 <= other < len(self.blocks) and self.blocks[other] == self.blocks[index]


Marks = dict[int, Mark]
"""What is furniture, by the index of the line."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What was found on a page."""

    title: int | None
    start: int
    """The first line that can be the article's."""
    end: int
    """The line behind its last."""
    marks: Mapping[int, Mark]
    is_page: bool
    """Whether the text is a saved page at all."""


def labels_of(lines: Sequence[str], rules: Rules, recorded: Iterable[str] = ()) -> Marks:
    """The lines that are furniture as a whole, if the text is a saved page; `recorded` are the site's own."""
    short = ((index, line) for index, line in enumerate(lines) if len(line) <= LONGEST_LISTED)
    marks = {index: mark for index, line in short if (mark := known(line, rules))}
    if own := frozenset(fold_all(recorded)):
        mark = Mark(rules.kinds["recorded"], "several pages of the site have it")
        marks |= {index: mark for index, line in enumerate(lines) if line in own and index not in marks}
    return marks


def marks_of(texts: Sequence[str], lines: Sequence[str], rules: Rules, labels: Mapping[int, Mark]) -> Marks:
    """The labels, with the lines that are furniture by what stands in them: several labels, or a telling phrase."""
    marks = dict(labels)
    for index, text in enumerate(texts):
        if index not in marks and len(text) <= LONGEST_LISTED and (mark := row(text, rules)):
            marks[index] = mark
    for phrase in rules.table.held_by("\0".join(lines)):
        for index, line in enumerate(lines):
            if phrase.pieces[1] in line and len(line) <= LEGAL_LENGTH and index not in marks and phrase.fits(line):
                marks[index] = Mark(rules.kinds[phrase.kind], "known shape", whole=False)
    return marks


def page(document: Document, lines: Sequence[str], rules: Rules) -> Page:
    """The page that a document may be."""
    return Page(document.text, document.units, lines, tuple(_blocks(document)), tuple(map(is_sentence, lines)), rules)


def is_sentence(line: str) -> bool:
    """Whether a folded line ends as a sentence does and has more than a word."""
    end = line.rstrip(CLOSING)
    return end.endswith(STOPS) and " " in end


def folded(texts: Sequence[str]) -> list[str]:
    """A folded line for every text; one that is too long for a label is folded less, which is much quicker."""
    label = [len(text) <= LONG_SENTENCE or (len(text) <= LONGEST_LISTED and not text.endswith(".")) for text in texts]
    labels = iter(fold_all(text.replace("\0", " ") for text, short in zip(texts, label, strict=True) if short))
    rest = iter(fold_sentences(text.replace("\0", " ") for text, short in zip(texts, label, strict=True) if not short))
    return [next(labels) if short else next(rest) for short in label]


def _blocks(document: Document) -> Iterator[int]:
    block = end = 0
    for unit in document.units:
        start = unit.span.start
        block += max(document.text.count("\n", end, start), document.text.count("\r", end, start)) > 1
        end = unit.span.end
        yield block


def lay_out(page: Page, shaped: Mapping[int, Mark]) -> Layout:
    """The title, the stretch of the article, and every line that is furniture if the text is a saved page."""
    text = _texts(page, shaped)
    marks = {index: mark for index, mark in shaped.items() if index not in text}
    first, end = _heaviest(_weights(page, marks))
    title = _title(page, marks, first)
    body = next((index for index in range(first, end) if index not in marks and page.prose(index)), first)
    marks |= _listed(page, marks, body)
    marks |= _between(marks, body) | _posters(page, marks) | _again(page, marks, body)
    if title is None:
        start = _upward(marks, first)
    else:
        start = title + 1
        first = max(first, start)
        end = first + _best_end(_weights(page, marks)[first:])
    end = _without_author(page, start, _downward(page, marks, end))
    marks |= {**_titles(page, title), **_breadcrumbs(page, title, start)}
    around = {**_outside(page, title, start, end), **_strays(page, marks, start, first)}
    found = {**around, **marks, **_legal(page, end)}
    return Layout(title, start, end, found, _is_saved_page(page, marks))


# --- known lines that are the article's ------------------------------------------------------------------------------


def _texts(page: Page, marks: Mapping[int, Mark]) -> frozenset[int]:
    """The known lines that are rather paragraphs, captions or headings of the article, found from below upwards."""
    found: set[int] = set()
    for index in sorted(marks, reverse=True):
        mark = marks[index]
        caption = mark.kind.name == "credit" and _shows(page, index)
        early = mark.kind.late and not any(other.kind.ends for at, other in marks.items() if at < index)
        if caption or early or _is_paragraph(page, index, marks) or _is_heading(page, index, marks, found):
            found.add(index)
    return frozenset(found)


def _shows(page: Page, index: int) -> bool:
    """Whether a line with a credit says more: what the image shows."""
    text = page.units[index].text
    few = len(text.partition(":")[2].split()) in range(1, 4)
    return len(text) > LONGEST_CREDIT or not (few or _names_only(text))


def _is_heading(page: Page, index: int, marks: Mapping[int, Mark], text: Container[int]) -> bool:
    """Whether a line stands above a sentence, or another heading, with no furniture near it."""
    kind, below = marks[index].kind, index + 1
    if kind.heading and kind.proof and page.numbered(index):
        return True
    counts = "0" in page.lines[index] and kind.proof  # 3 commentaires, but not 3 mars
    if not kind.heading or counts or not marks[index].whole or below >= len(page.lines):
        return False
    if kind.button and " " in page.lines[index]:
        return False
    lists = kind.ends or kind.opens or kind.button  # readers' comments are sentences too, with buttons between them
    if any(at in marks and at not in text for at in range(below, below + (2 if lists else 1))):
        return False
    above = index - 1
    crowded = above in marks and (lists or (kind.proof and page.beside(index, above)))
    inside = any(page.sentence[at] and at not in marks for at in range(max(0, index - 4), index))
    return inside and not crowded and (page.sentence[below] or below in text)


def _is_paragraph(page: Page, index: int, marks: Mapping[int, Mark]) -> bool:
    """Whether a line is prose, and sentences that nothing speaks against stand right above and below."""
    near = [at for at in (index - 1, index + 1) if 0 <= at < len(page.lines)]
    return page.prose(index) and len(near) == 2 and all(at not in marks and page.sentence[at] for at in near)


# --- lists of other articles -----------------------------------------------------------------------------------------


def _listed(page: Page, marks: Mapping[int, Mark], above: int) -> Marks:
    """The short lines of a list under "Read also" and its like: the rest of its block, or the next block."""
    more: Marks = {}
    for index, mark in marks.items():
        if index > above and mark.kind.opens and mark.whole:
            reason = f"listed under “{page.units[index].text.strip()}”"
            for below in _list_below(page, index, marks):
                more.setdefault(below, Mark(mark.kind, reason, whole=False))
    return more


def _list_below(page: Page, opening: int, marks: Mapping[int, Mark]) -> Iterator[int]:
    """Lines that are no sentences, from below an opening line to the end of its list."""
    lines, size = page.lines, len(page.lines)
    for index in range(opening + 1, size):
        if not page.beside(opening + 1, index):
            return
        if page.prose(index) or (page.sentence[index] and not lines[index].endswith("?")):
            return
        if len(lines[index]) > LONGEST_LISTED:
            return
        if index in marks:
            continue
        after = index + 1
        if after < size and after not in marks and page.prose(after) and _heads(page, opening, index):
            return
        yield index


def _heads(page: Page, opening: int, index: int) -> bool:
    """Whether the last line that may be of a list is rather the heading of the paragraph after it."""
    if page.beside(index, index + 1):
        return index > opening + 1
    return not page.beside(opening, index) and index == opening + 1


def _between(marks: Mapping[int, Mark], body: int) -> Marks:
    """What stands between two lines of one box: of a newsletter, of an offer, of a note on the author."""
    boxes = [index for index in sorted(marks) if index > body and marks[index].kind.box]
    return {
        index: Mark(marks[above].kind, "stands in the same box", whole=False)
        for above, below in pairwise(boxes)
        if marks[above].kind is marks[below].kind and below - above <= LINES_OF_A_BOX
        for index in range(above + 1, below)
        if index not in marks
    }


def _posters(page: Page, marks: Mapping[int, Mark]) -> Marks:
    """Above what a forum says of a post, in the same block: who posted it, and of what rank."""
    found: Marks = {}
    for index, mark in marks.items():
        at = index - 1
        while (
            mark.kind.name == "forum" and at > 0 and at not in marks and page.beside(index, at) and _is_label(page, at)
        ):
            found[at] = Mark(mark.kind, "stands above a post")
            at -= 1
    return found


def _again(page: Page, marks: Mapping[int, Mark], body: int) -> Marks:
    """Labels that stand three times and more on the page, each time beside furniture."""
    labels = [index for index in range(body, len(page.lines)) if index not in marks and _is_label(page, index)]
    beside = Counter(page.lines[index] for index in labels if index - 1 in marks or index + 1 in marks)
    often = {line for line, count in beside.items() if count > 2}
    mark = Mark(page.rules.kinds["site"], "repeats on the page")
    return {index: mark for index in labels if page.lines[index] in often}


def _is_label(page: Page, index: int) -> bool:
    return not page.sentence[index] and page.lines[index].count(" ") < LABEL_WORDS


# --- whether it is a saved page --------------------------------------------------------------------------------------


def _is_saved_page(page: Page, marks: Mapping[int, Mark]) -> bool:
    """Whether at least three kinds agree on it, with many lines, or with a good part of those that are no sentences."""
    proof: dict[str, float] = {}
    for index, mark in marks.items():
        proof[mark.kind.name] = max(proof.get(mark.kind.name, 0.0), _proof(page, index, mark))
    size = len(page.lines)
    edges = (range(min(3, size)), range(max(0, size - 3), size))
    framed = sum(any(index in marks and _proof(page, index, marks[index]) for index in edge) for edge in edges)
    short = sum(not page.sentence[at] and unit.role is not Role.LIST_ITEM for at, unit in enumerate(page.units))
    many = len(marks) >= MANY_MARKS or len(marks) >= SHARE_OF_A_PAGE * short
    return sum(proof.values()) + framed * PROOF_OF_A_FRAME >= (PROOF_OF_A_PAGE if many else PROOF_ALONE)


def _proof(page: Page, index: int, mark: Mark) -> float:
    """What a line proves: texts too have lists, headings or forms of single words, and sentences about anything."""
    word = mark.kind.heading and " " not in page.lines[index].strip(EDGES)
    if word or page.units[index].role is Role.LIST_ITEM:
        return 0.0
    return mark.kind.proof * (0.5 if page.sentence[index] and not mark.whole else 1.0)


# --- the stretch of the article --------------------------------------------------------------------------------------


def _weights(page: Page, marks: Mapping[int, Mark]) -> list[float]:
    """How strongly each line speaks for being inside the article, or against it.

    Below what ends an article, or lists others, a sentence speaks less: it is rather a title, or a reader's word.
    """
    weights: list[float] = []
    talk = _talk(page, marks)
    share, begun = 1.0, False
    for index in range(len(page.lines)):
        if mark := marks.get(index):
            share *= (AFTER_COMMENTS if index == talk else mark.kind.after) if begun else 1.0
            weights.append(-(WEIGHT_OF_COMMENTS if index == talk else float(mark.kind.weight)))
        else:
            begun = begun or page.prose(index)
            weights.append(_weight(page, index, share))
    return weights


def _talk(page: Page, marks: Mapping[int, Mark]) -> int:
    """Where the readers' comments begin: with the first of two lines about them that are not far apart; -1 for none.

    Below the article a date with its hour is such a line too. A count of comments below the title stands alone; in a
    forum, what readers say is the article.
    """
    if sum(mark.kind.name == "forum" for mark in marks.values()) >= MARKS_OF_A_FORUM:
        return -1
    prose = [index for index in range(len(page.lines)) if index not in marks and page.prose(index)][:2]
    body = prose[-1] if len(prose) == 2 else len(page.lines)
    about = [
        index
        for index, mark in sorted(marks.items())
        if mark.kind.talk or (index > body and _is_hour(page, index, mark))
    ]
    return next((index for index, other in pairwise(about) if other - index <= REACH_OF_COMMENTS), -1)


def _is_hour(page: Page, index: int, mark: Mark) -> bool:
    """Whether a line is a date with an hour."""
    return mark.kind.name == "date" and page.lines[index].count("0") > 2


def _weight(page: Page, index: int, share: float) -> float:
    """How strongly an unknown line speaks for the article."""
    size = len(page.lines[index])
    if page.sentence[index] or page.units[index].role in {Role.LIST_ITEM, Role.CODE}:
        return min(size, HEAVIEST) * share * (1.0 if size >= SHORT / 2 else 0.5)
    if page.units[index].role is Role.QUOTE:
        return QUOTED * share
    return LONG_LABEL * share if size >= PROSE else UNKNOWN


def _heaviest(weights: Sequence[float]) -> tuple[int, int]:
    """The stretch with the greatest sum, as the index of its first line and that behind its last."""
    best, found, total, start = 0.0, (0, 0), 0.0, 0
    for index, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, index
        total += weight
        if total > best:
            best, found = total, (start, index + 1)
    return found


def _best_end(weights: Sequence[float]) -> int:
    """How many lines from the first on have the greatest sum."""
    sums = list(accumulate(weights, initial=0.0))
    return sums.index(max(sums))


def _upward(marks: Mapping[int, Mark], first: int) -> int:
    """The first line of an article without title: up to two unknown ones stand above its first sentence."""
    start = first
    while start > max(0, first - 2) and start - 1 not in marks:
        start -= 1
    return start


def _downward(page: Page, marks: Mapping[int, Mark], end: int) -> int:
    """The end with what still belongs to it: all that follows where no furniture does, else a signature."""
    size = len(page.lines)
    below = next((index for index in range(end, size) if index in marks or _ends_text(page, index)), size)
    return below if below == size or below - end <= 2 else end


def _without_author(page: Page, start: int, end: int) -> int:
    """The end without a note on the author: a line in the last few that begins with the name in the byline."""
    header = (page.units[index].text for index in range(start, min(start + HEADER_LINES, end)))
    names = {fold(name) for text in header if (name := author_of(text, page.rules)) and " " in name}
    last = range(max(start + HEADER_LINES, end - LINES_OF_A_BOX), end)
    return next((index for index in last if any(page.lines[index].startswith(name) for name in names)), end)


def _ends_text(page: Page, index: int) -> bool:
    """Whether an unknown line below the last sentence is none of the article: a row of labels, a second byline."""
    text = page.units[index].text
    return len(ROW.split(text)) > 2 or is_byline(text, page.rules)


# --- the title -------------------------------------------------------------------------------------------------------


def _title(page: Page, marks: Mapping[int, Mark], first: int) -> int | None:
    """The index of the article's title above its first paragraph; None where no line looks like one."""
    last = next((index for index in range(first, len(page.lines)) if index > first and page.prose(index)), first)
    candidates = [index for index in range(min(last + 1, len(page.lines))) if _may_be_title(page, marks, index)]
    if not candidates:
        return None
    header = [line.strip(EDGES) for line in page.lines[: first + 1]]
    strangers = list(accumulate((index not in marks for index in range(first + 1)), initial=0))
    far = {index: strangers[first] - strangers[index] if index <= first else BELOW_PROSE for index in candidates}
    score, best = max((_title_score(page, marks, index, header) - FAR * far[index], index) for index in candidates)
    return _last_standing(page, marks, best, first) if score >= LEAST_TITLE else None


def _may_be_title(page: Page, marks: Mapping[int, Mark], index: int) -> bool:
    line, unit = page.lines[index], page.units[index]
    if index in marks or len(line) not in TITLE_LENGTH or line.endswith((".", ":", ",", ";")):
        return False
    return unit.role is not Role.LIST_ITEM and not (is_byline(unit.text, page.rules) or is_caption(unit, page.rules))


def _title_score(page: Page, marks: Mapping[int, Mark], index: int, header: Sequence[str]) -> float:
    """How much a line looks like the title: by its length, by what repeats it, by what stands above and below."""
    line = page.lines[index].strip(EDGES)
    score = 0.0 + (len(line) >= 20) + (len(line) >= 35) - (len(line) > 110) - (len(line) > 160)
    score += 0.5 * (page.units[index].role in {Role.HEADING, Role.TITLE}) - 1.5 * names_date(line, page.rules)
    if len(line) >= 15:
        score += 2.5 * (page.lines.count(page.lines[index]) > 1) + 2.0 * any(_extends(other, line) for other in header)
        score -= 2.0 * any(_extends(line, other) for other in header)
    if index and len(page.lines[index - 1]) >= 20 and _may_be_title(page, marks, index - 1):
        score -= 1.0  # rather a standfirst
    below = range(index + 1, min(index + 7, len(page.lines)))
    near = [marks[at].kind.name for at in below if at in marks]
    score += 2.5 * any(is_byline(page.units[at].text, page.rules) for at in below)
    return score + 1.5 * (not {"date", "reading-time"}.isdisjoint(near))


def _extends(other: str, line: str) -> bool:
    """Whether a line is the title with the name of the site behind it, or with sections before it."""
    longer = len(other) > len(line) + 2
    return longer and (other.startswith(line) or other.endswith(line)) and len(other) < 3 * len(line)


def _last_standing(page: Page, marks: Mapping[int, Mark], title: int, first: int) -> int:
    """Of several lines with the title the last above the article, so that no sentence is left above it."""
    for index in range(title + 1, min(first, title + HEADER_LINES)):
        if index in marks and marks[index].kind.name in {"forum", "comments"}:
            break
        said = index not in marks and page.sentence[index] and len(page.lines[index]) >= SHORT
        if said or is_byline(page.units[index].text, page.rules):
            break
        if page.lines[index].strip(EDGES) == page.lines[title].strip(EDGES):
            title = index
    return title


def is_caption(unit: Unit, rules: Rules) -> bool:
    """Whether a line says what an image shows."""
    text = unit.text
    labelled = ":" in text[:LONGEST_OF_LABELS] and not _names_only(text.partition(":")[2])
    if len(text) > LONGEST_CAPTION or not (labelled or text.endswith(")") or "©" in text):
        return False
    return any(pattern.fullmatch(" ".join(text.split())) for pattern in rules.caption)


def _names_only(text: str) -> bool:
    """Whether a text, or what is behind its colon, consists of names, as a credit does, or of the name of a file.

    No longer word is in small letters, but perhaps the first, which may be a label.
    """
    words = (text.partition(":")[2] or text.partition(" ")[2] or text).replace("/", " ").split()
    return bool(words) and all(len(word) < 4 or not word[0].islower() or "." in word[1:-1] for word in words)


# --- what stands around it -------------------------------------------------------------------------------------------


def _outside(page: Page, title: int | None, start: int, end: int) -> Marks:
    """Everything above the title and below the article's end."""
    site = page.rules.kinds["site"]
    above, top = (start, "article") if title is None else (title, "title")
    below = dict.fromkeys(range(end, len(page.lines)), Mark(site, "stands below the article"))
    return {**dict.fromkeys(range(above), Mark(site, f"stands above the {top}")), **below}


def _legal(page: Page, end: int) -> Marks:
    """The lines below the article that claim a right."""
    mark = Mark(page.rules.kinds["copyright"], "stands below the article")
    return {index: mark for index in range(end, len(page.lines)) if "©" in page.lines[index]}


def _strays(page: Page, marks: Mapping[int, Mark], start: int, first: int) -> Marks:
    """Lines between title and article that say, beside furniture, in which section or of which kind the article is."""
    site = Mark(page.rules.kinds["site"], "stands among furniture")
    around = {
        start - 1,
        *marks,
        *(index for index in range(start, first) if is_byline(page.units[index].text, page.rules)),
    }
    unknown = [index for index in range(start, first) if index not in around and {index - 1, index + 1} & around]
    return {index: site for index in unknown if _is_stray(page, index, around)}


def _is_stray(page: Page, index: int, around: Container[int]) -> bool:
    line, text = page.lines[index], page.units[index].text
    if page.rules.filed.look_up(line, line.strip(EDGES)):
        return True
    words = text.split()
    if len(words) <= LABEL_WORDS and not page.sentence[index] and names_date(line, page.rules):
        return True
    few = len(words) <= 3 and not page.sentence[index] and (len(words) == 1 or not _names_only(text))
    return few and page.beside(index, index + 1) and index + 1 in around


def _titles(page: Page, title: int | None) -> Marks:
    """The lines that repeat the title."""
    if title is None:
        return {}
    mark = Mark(page.rules.kinds["repeated-title"], "repeats the title")
    bare = page.lines[title].strip(EDGES)
    return {index: mark for index, line in enumerate(page.lines) if index != title and line.strip(EDGES) == bare}


def _breadcrumbs(page: Page, title: int | None, start: int) -> Marks:
    """Lines near the top that end with the title behind section names."""
    if title is None:
        return {}
    named = page.lines[title].strip(EDGES)
    mark = Mark(page.rules.kinds["breadcrumb"], "sections, then the title")
    near = (index for index in range(min(start + 4, len(page.lines))) if page.lines[index].endswith(named))
    return {index: mark for index in near if crumbs(page, index, title)}


def crumbs(page: Page, index: int, title: int) -> str:
    """The part of a breadcrumb line before the title, in its own spelling; empty where it is none."""
    line, folded_title = page.lines[index], page.lines[title].strip(EDGES)
    if index == title or not line.endswith(folded_title) or line == folded_title:
        return ""
    text = page.units[index].text
    near = range(max(0, len(text) - 2 * len(folded_title)), len(text))
    head = next((text[:at] for at in near if fold(text[at:]) == folded_title), "")
    names = tuple(section_names(head, page.rules))
    if not names:
        return ""
    known_names = [page.rules.is_section(fold(name)) for name in names]
    return head if known_names[0] or all(known_names) or SEPARATORS.search(head.strip()) else ""
