"""Workbooks of invented people, like those an office receives: for the demo, tests, training."""

from app.exporters.sample.make import make_sample
from app.exporters.sample.model import Sample
from app.exporters.sample.write import write_sample

__all__ = ["Sample", "make_sample", "write_sample"]
