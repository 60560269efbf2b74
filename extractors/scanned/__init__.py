"""Scanned pages and photographs: from pixels to rulings and recognised lines."""
