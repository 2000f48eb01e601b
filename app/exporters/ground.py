"""The sheet of paper: its size, its margins, and the side of the binding thread."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.pagesizes import A3, A4
from reportlab.lib.units import mm

from app.core.forms import Binding, PaperKind

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 10 * mm
BINDING_MARGIN = 25 * mm

_SIZES = {"A4": A4, "A3": A3}


@dataclass(frozen=True)
class Ground:
    """A page in points: its size, and the edges within which something may be printed."""

    width: float
    height: float
    left: float
    top: float
    binding: Binding

    @property
    def right(self) -> float:
        """The right edge of what is printed."""
        return self.width - MARGIN

    @property
    def content_width(self) -> float:
        """From edge to edge."""
        return self.right - self.left


def ground_of(paper: PaperKind) -> Ground:
    """The page of a form, with the wide margin on the side of the binding."""
    short, long = _SIZES[paper.size]
    width, height = (long, short) if paper.landscape else (short, long)
    left = BINDING_MARGIN if paper.binding is Binding.LEFT else MARGIN
    top = height - (BINDING_MARGIN if paper.binding is Binding.TOP else MARGIN)
    return Ground(width, height, left, top, paper.binding)


A4_GROUND = ground_of(PaperKind())
