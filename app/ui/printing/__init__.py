"""Paper out: the one print dialog, and the choice of what is printed for whom."""
