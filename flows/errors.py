"""What can go wrong with a run, as a person should hear it.

FlowError
├── NoSuchSourceError   a source that names nothing
├── SourceGoneError     a document that was there a moment ago
├── StateFolderError    the state folder cannot be used
│   └── NoStateFolderError  JIXIAO_STATE_DIR names a place where none can be made
├── BrokenVocabularyError  a vocabulary file cannot be trusted
├── TeachingError       a decision that cannot stand
│   └── UsageError      a word that no decision can hold
└── PrefectServerError  Prefect cannot be reached
"""


class FlowError(Exception):
    """A run cannot go on as asked; the message says why and what to do."""


class NoSuchSourceError(FlowError):
    """A source that names nothing."""


class SourceGoneError(FlowError):
    """A document that was there when the run began, and cannot be opened now, or is another."""


class StateFolderError(FlowError):
    """The state folder cannot be read or written."""


class NoStateFolderError(StateFolderError):
    """JIXIAO_STATE_DIR names a place where no folder can be made, or none that may be written."""


class BrokenVocabularyError(FlowError):
    """A vocabulary file cannot be trusted; nothing is read with it."""


class TeachingError(FlowError):
    """A decision cannot stand: what it names is unknown, or another decision says otherwise."""


class UsageError(TeachingError):
    """An option of a decision holds a word that is none of those it may hold."""


class PrefectServerError(FlowError):
    """Prefect's server cannot be started or reached."""
