"""Word, Excel, and older office kinds."""
