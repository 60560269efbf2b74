"""Grids measured against the peers people would use instead: who reads which cells, and how fast."""
