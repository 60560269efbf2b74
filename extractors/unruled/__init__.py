"""Tables without rulings, by the alignment of their text."""
