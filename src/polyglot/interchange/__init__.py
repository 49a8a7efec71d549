"""The road of a glossary from and to the termbases of others: what an import adds to a file, what an export writes.

A TBX file says more than a glossary's columns can. It is kept beside the CSV file that is made of it, under the same
name (`glossary/medical.csv`, `glossary/medical.tbx`), and an export is that file with what the CSV changed since.
What it changed is what differs from the rows that the TBX file makes: no other record is needed.
"""

from polyglot.interchange.giving import Edition, Exported, give_pairs, give_table, give_tbx
from polyglot.interchange.taking import Imported, take

__all__ = ["Edition", "Exported", "Imported", "give_pairs", "give_table", "give_tbx", "take"]
