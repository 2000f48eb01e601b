"""One person's record, whole: its facts and what stands beside them, now and through time."""
