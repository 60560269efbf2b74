"""Everything that can be wrong with a warehouse, as a person should hear it.

WarehouseError
├── BadAddressError           this is no address of a warehouse
├── NoWarehouseError          nothing has been loaded at this address
├── UnknownSchemaError        the warehouse was made by another jixiao
├── WarehouseBusyError        another run is filling it
├── UnknownViewError          there is no such view
└── OnlyReadsError            a question would do more than read
"""


class WarehouseError(Exception):
    """The warehouse cannot be used as asked; the message says why and what to do."""


class BadAddressError(WarehouseError):
    """This is no address at which a warehouse can be."""


class NoWarehouseError(WarehouseError):
    """Nothing has been loaded at this address."""


class UnknownSchemaError(WarehouseError):
    """The tables were made by another version of jixiao."""


class WarehouseBusyError(WarehouseError):
    """Another run is filling the warehouse."""


class UnknownViewError(WarehouseError):
    """The contract has no view of this name."""


class OnlyReadsError(WarehouseError):
    """A question does more than read, or is more than one."""
