"""The demonstration month: townships and their county, from workbooks to receipts.

It plays every part through the same services as the window, and checks what each step gives.
"""
