"""Layout → forms, still in the paper's words. Knows labels, not canonical names, units or checks."""

from normalizers.reading.form import read_forms

__all__ = ["read_forms"]
