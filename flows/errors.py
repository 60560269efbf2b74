"""What can go wrong with a run, as a person should hear it.

FlowError
├── NoSuchSourceError   a source that names nothing
├── SourceGoneError     a document that was there a moment ago
├── StateFolderError    the state folder cannot be used
├── BrokenVocabularyError  a vocabulary file cannot be trusted
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


class BrokenVocabularyError(FlowError):
    """A vocabulary file cannot be trusted; nothing is read with it."""


class PrefectServerError(FlowError):
    """Prefect's server cannot be started or reached."""
