"""A report of a build as a page has it: three locales, one from right to left, and texts that look like markup."""

from __future__ import annotations

from polyglot.model import Issue, Severity, Tag
from polyglot.report import Account, Article, Change, Line, Name, Report, Strings

FR, EN, UK, AR = map(Tag, ("fr", "en", "uk", "ar"))
HOSTILE = "<script>alert('x')</script><img src=http://example.org/a.png onerror=alert(1)> & \"quoted\" \u202egnp.exe"
BOOKS = "Elle compte 12 000 livres, dont 300 en braille."
FREE = "L’entrée est gratuite le premier dimanche du mois."
WRONG_BOOKS = "It has 1,200 books, 300 of them in Braille."


def article(target: Tag, name: str, states: dict[str, int], account: Account, *issues: Issue) -> Article:
    """An article with these states."""
    return Article(
        file=f"articles/{name}",
        source=FR,
        target=target,
        output=f"localized/{target}/articles/{name}",
        engine=f"argos fr_{target}-1.9",
        segments=sum(states.values()),
        states=states,
        stale=1 if target == UK else 0,
        untranslated=states.get("initial", 0),
        left_out={},
        terms={"hits": 3, "right": 3},
        furniture=0,
        source_digest="a" * 64,
        output_digest="b" * 64,
        changed=bool(account.changes),
        account=account,
        issues=issues,
    )


def issue(kind: str, severity: Severity, message: str, unit: str = "p2", segment: int = 1) -> Issue:
    """An issue of a segment."""
    return Issue(kind, severity, message, file="articles/biblio.md", line=7, column=3, unit=unit, segment=segment)


def english() -> Article:
    lines = (Line("p2", 1, BOOKS, WRONG_BOOKS, "translated", "mt"), Line("p3", 1, HOSTILE, HOSTILE, "translated", "mt"))
    changes = (
        Change(
            "p1", 1, "", FREE, "The entrance is free the first Sunday.", "Entry is free on the first Sunday.", "human"
        ),
        Change("p3", 1, "Bonjour.", HOSTILE, "", HOSTILE, "mt"),
    )
    names = (
        Name("kyiv", "Kyiv", {"Kyiv": 4, "Kiev": 1}, 0),
        Name("zelensky", "Volodymyr Zelensky", {"Zelensky": 3}, 1),
    )
    return article(
        EN,
        "biblio.md",
        {"translated": 6, "reviewed": 11, "final": 2},
        Account({"mt": 6, "human": 13}, lines, changes, names),
        issue("numbers", Severity.ERROR, "12 000 is not in the translation, which has 1,200"),
        issue("grammar", Severity.INFO, "“300 of them” was not checked"),
        issue("markup", Severity.WARNING, f"{HOSTILE} is doubled", "p3"),
    )


def ukrainian() -> Article:
    text = "Вхід безкоштовний у першу неділю місяця."
    return article(
        UK,
        "biblio.md",
        {"initial": 3, "translated": 12, "reviewed": 4},
        Account(
            {"mt": 12, "human": 4, "source": 3},
            (Line("p2", 1, FREE, "", "initial", "source"),),
            (),
            (Name("kyiv", "Київ", {"Києві": 2, "Київ": 3}, 0),),
        ),
        issue("untranslated", Severity.ERROR, f"no uk text for: {FREE}"),
        Issue("stale", Severity.WARNING, f"the source has changed since: {text}", "articles/biblio.md", 9, 1, "p4", 2),
    )


def arabic() -> Article:
    said = "تضم المكتبة 12,000 كتاب، منها 300 بطريقة برايل."
    change = Change(
        "p1", 1, "L’entrée est gratuite.", FREE, "الدخول مجاني.", "الدخول مجاني في أول أحد من الشهر.", "human"
    )
    return article(
        AR,
        "biblio.md",
        {"reviewed": 19},
        Account(
            {"human": 19},
            (Line("p2", 1, BOOKS, said, "reviewed", "human"),),
            (change,),
            (Name("kyiv", "كييف", {"كييف": 5}, 0),),
        ),
        issue("numbers", Severity.INFO, "12 000 is written 12,000"),
    )


def report(*more: Article) -> Report:
    """The report."""
    plain = [article(tag, "lettre.md", {"reviewed": 8}, Account({"human": 8})) for tag in (EN, UK, AR)]
    return Report(
        project="Le Journal de Valmorin",
        frozen=True,
        locales=(EN, UK, AR),
        articles=(english(), ukrainian(), arabic(), *plain, *more),
        strings=(Strings(EN, "locales/en/LC_MESSAGES/site.po", 14, 14, 0), Strings(UK, "site.po", 14, 9, 5)),
        issues=(Issue("orphan", Severity.WARNING, "its source is gone", file="localized/en/articles/vieux.md"),),
        pruned=("localized/uk/articles/vieux.md",),
        versions={"glossary": "3f2a9c", "fr-en": "argos fr_en-1.9"},
    )
