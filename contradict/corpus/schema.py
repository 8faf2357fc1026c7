"""The tables of a corpus file, as a list of migrations; ``PRAGMA user_version`` counts those done.

A migration that was released is never altered: what changes later is one more at the end.
"""

from __future__ import annotations

APPLICATION_ID = 0x434E5452  # "CNTR": tells a corpus from the database of another program

_FIRST = (
    # One row a document; `place` is its place within its source, `digest` covers all that a reader
    # says of it, `run` is the last run that scanned it.
    """CREATE TABLE documents (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        place INTEGER NOT NULL,
        name TEXT NOT NULL,
        speaker TEXT,
        date TEXT,
        title TEXT,
        url TEXT,
        publication TEXT,
        structure TEXT NOT NULL,
        text TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        digest TEXT NOT NULL,
        run INTEGER REFERENCES runs (id),
        UNIQUE (source, place)
    )""",
    "CREATE INDEX documents_by_digest ON documents (digest)",
    # `made_of` is everything that figures of the model depend on, as JSON.
    """CREATE TABLE models (
        id INTEGER PRIMARY KEY,
        role TEXT NOT NULL,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        made_of TEXT NOT NULL UNIQUE
    )""",
    """CREATE TABLE claims (
        model INTEGER NOT NULL REFERENCES models (id),
        document TEXT NOT NULL,
        number INTEGER NOT NULL,
        claims TEXT NOT NULL,
        PRIMARY KEY (model, document)
    )""",
    """CREATE TABLE vectors (
        model INTEGER NOT NULL REFERENCES models (id),
        text BLOB NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (model, text)
    )""",
    """CREATE TABLE judgements (
        model INTEGER NOT NULL REFERENCES models (id),
        pair BLOB NOT NULL,
        contradiction REAL NOT NULL,
        entailment REAL NOT NULL,
        neutral REAL NOT NULL,
        PRIMARY KEY (model, pair)
    ) WITHOUT ROWID""",
    """CREATE TABLE explanations (
        model INTEGER NOT NULL REFERENCES models (id),
        pair BLOB NOT NULL,
        explanation TEXT NOT NULL,
        PRIMARY KEY (model, pair)
    )""",
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        version TEXT NOT NULL,
        models TEXT NOT NULL,
        settings TEXT NOT NULL,
        threshold REAL NOT NULL,
        documents INTEGER NOT NULL,
        possible INTEGER NOT NULL,
        proposed INTEGER NOT NULL,
        judged INTEGER NOT NULL
    )""",
    # `ids` names the finding and its copies; `hidden` ones are below the threshold of their run and
    # kept only so that a later run with a lower one knows them.
    """CREATE TABLE findings (
        run INTEGER NOT NULL REFERENCES runs (id),
        place INTEGER NOT NULL,
        id TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('new', 'carried', 'resolved', 'hidden')),
        strength REAL NOT NULL,
        ids TEXT NOT NULL,
        finding TEXT NOT NULL,
        PRIMARY KEY (run, place)
    )""",
    "CREATE INDEX findings_by_id ON findings (id)",
    """CREATE TABLE reviews (
        finding TEXT PRIMARY KEY,
        verdict TEXT NOT NULL CHECK (verdict IN ('real', 'false', 'unsure')),
        note TEXT
    )""",
)

_KNOWN_PAIRS = (
    # What the last scan found of neighbours and pairs, as arrays; a scan writes all of it anew.
    """CREATE TABLE known_pairs (
        made_of TEXT NOT NULL,
        name TEXT NOT NULL,
        cell BLOB NOT NULL,
        PRIMARY KEY (made_of, name)
    )""",
)

_SCREENED = (
    # Pairs that a judge read in one direction first, and whether that ruled them out at `floor`;
    # the others have a row in `judgements`.
    """CREATE TABLE screened (
        model INTEGER NOT NULL REFERENCES models (id),
        floor REAL NOT NULL,
        pair BLOB NOT NULL,
        far INTEGER NOT NULL CHECK (far IN (0, 1)),
        PRIMARY KEY (model, floor, pair)
    ) WITHOUT ROWID""",
)

_WORTHS = (
    """CREATE TABLE worths (
        model INTEGER NOT NULL REFERENCES models (id),
        text BLOB NOT NULL,
        worth REAL NOT NULL,
        PRIMARY KEY (model, text)
    ) WITHOUT ROWID""",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _KNOWN_PAIRS, _SCREENED, _WORTHS)
