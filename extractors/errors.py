"""What can be wrong with a document.

    DocumentError
    ├── EmptyDocument        no bytes, or no pages
    ├── UnsupportedKind      a kind of file that is not read here
    ├── DamagedDocument      cut off, or not what it claims to be
    ├── EncryptedDocument    needs a password
    ├── OversizedImage       more pixels than the limit
    ├── OversizedDocument    unpacks to more than the limit
    └── MissingReader        an optional part is not installed

Each names the document, the page where there is one, what is wrong, and what to do.
Anything else that is raised is a bug of ours and keeps its traceback.
"""

# ruff: noqa: N818  they name what the document is, as a person would say it

from __future__ import annotations


class DocumentError(Exception):
    """A document that cannot be read, for a reason a person can act on."""

    def __init__(self, document: str, page: int | None, problem: str, remedy: str) -> None:
        # All of them go to Exception.args, so that the error survives the way out of a worker process.
        super().__init__(document, page, problem, remedy)
        self.document = document
        self.page = page
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        place = self.document if self.page is None else f"{self.document}, page {self.page}"
        return f"{place}: {self.problem}; {self.remedy}"


class EmptyDocument(DocumentError):
    """There is nothing in it."""


class UnsupportedKind(DocumentError):
    """A kind of file that is not read here."""


class DamagedDocument(DocumentError):
    """Cut off, or not what it claims to be."""


class EncryptedDocument(DocumentError):
    """Needs a password."""


class OversizedImage(DocumentError):
    """More pixels than the limit."""


class OversizedDocument(DocumentError):
    """Unpacks to more than the limit."""


class MissingReader(DocumentError):
    """A part that this document needs is not installed: the machine lacks it, the document is sound."""
