"""The strings that a site's templates, programs and key files name: each source as text in, what it says to people out.

Jinja2 goes through its own extractor for Babel, and Babel's mapping files say what is what. The rest has scanners here:
Babel has none for PHP and for other templates, loses its way in JSX at the first apostrophe, takes `_("a" if x else
"b")` in Python for "ab", and stops at bytes.
"""

from __future__ import annotations

from polyglot.extract import keyed
from polyglot.extract.found import Found, Wanted
from polyglot.extract.kinds import KINDS, decoded, kind_of, read

__all__ = ["KINDS", "Found", "Wanted", "decoded", "keyed", "kind_of", "read"]
