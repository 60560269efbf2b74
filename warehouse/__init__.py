"""Facts to rows: tables, loading, linking of readings to forms and versions, analysts' views."""

from warehouse.connect import connect
from warehouse.decisions import Decision, diary, record, standing
from warehouse.errors import WarehouseBusyError, WarehouseError
from warehouse.loading import Arrival, Known, Maker, known, load, quarantine, seen
from warehouse.lock import filling
from warehouse.queries import query, read, shown_elsewhere
from warehouse.refusal import REFUSING, is_refusal, refusal
from warehouse.renewing import Remembered, remembered, renew
from warehouse.runs import Tally, begin_run, end_run, recorded

__all__ = [
    "REFUSING",
    "Arrival",
    "Decision",
    "Known",
    "Maker",
    "Remembered",
    "Tally",
    "WarehouseBusyError",
    "WarehouseError",
    "begin_run",
    "connect",
    "diary",
    "end_run",
    "filling",
    "is_refusal",
    "known",
    "load",
    "quarantine",
    "query",
    "read",
    "record",
    "recorded",
    "refusal",
    "remembered",
    "renew",
    "seen",
    "shown_elsewhere",
    "standing",
]
