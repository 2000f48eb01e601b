"""What in the register is doubtful: small named rules over plain facts.

A rule says what is wrong, in which field, what to do and whence it comes; it never repairs. The day
is an argument; figures and words are data (``resources/codes/doubts.toml``).
"""
