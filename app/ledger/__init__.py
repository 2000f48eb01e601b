"""The agreement between township and county: what a ledger is, how it is sealed and merged."""
