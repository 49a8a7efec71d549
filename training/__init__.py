"""From parallel text to an Argos package: prepare, train, convert, pack. See README.md in this folder."""
