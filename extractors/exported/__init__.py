"""Exported PDFs: exact characters and drawn rulings."""
