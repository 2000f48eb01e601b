"""How everything looks: fonts, colours, spacing, one style sheet, the language of Qt itself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app.core.paths import resource
from app.ui.style import SHEET

FAMILIES = ("Noto Sans SC", "HanaMinB", "BabelStone Han")
FONT_FILES = (
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-Bold-GB2312.ttf",
    "HanaMinB.ttf",
    "BabelStoneHan-subset.ttf",
)
TEXT_PX = 14
ROW_PX = 32
DATE_FORMAT = "yyyy-MM-dd"


@dataclass(frozen=True)
class Colours:
    """Quiet on purpose: one accent; red only for what is late or refused."""

    text: str = "#1d2430"
    quiet: str = "#5f6b7a"
    faint: str = "#8a95a3"
    ground: str = "#f4f6f8"
    paper: str = "#ffffff"
    line: str = "#dfe4ea"
    stripe: str = "#f8fafb"
    accent: str = "#2b5f9e"
    accent_dark: str = "#234e83"
    accent_soft: str = "#e8eff8"
    late: str = "#b3261e"
    late_soft: str = "#fbeceb"
    done: str = "#3b7d5a"
    doubt: str = "#8a5a00"
    doubt_soft: str = "#fff5e0"


COLOURS = Colours()


def apply_theme(app: QApplication) -> None:
    """Give ``app`` the program's fonts, colours and Chinese for Qt's own buttons."""
    app.setStyle("Fusion")
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))
    app.setFont(text_font())
    app.setPalette(_palette())
    app.setStyleSheet(_style_sheet())
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(), "qtbase", "_", folder):
        app.installTranslator(translator)


def text_font(px: int = TEXT_PX, *, bold: bool = False) -> QFont:
    """The program's font; rare characters fall through to the fonts that have them."""
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPixelSize(px)
    font.setBold(bold)
    return font


def _palette() -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: COLOURS.ground,
        QPalette.ColorRole.Base: COLOURS.paper,
        QPalette.ColorRole.AlternateBase: COLOURS.stripe,
        QPalette.ColorRole.Button: COLOURS.paper,
        QPalette.ColorRole.Text: COLOURS.text,
        QPalette.ColorRole.WindowText: COLOURS.text,
        QPalette.ColorRole.ButtonText: COLOURS.text,
        QPalette.ColorRole.PlaceholderText: COLOURS.faint,
        QPalette.ColorRole.Highlight: COLOURS.accent,
        QPalette.ColorRole.HighlightedText: COLOURS.paper,
        QPalette.ColorRole.ToolTipBase: COLOURS.paper,
        QPalette.ColorRole.ToolTipText: COLOURS.text,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(COLOURS.faint))
    return palette


def _style_sheet() -> str:
    return SHEET.substitute(vars(COLOURS), icons=resource("icons").as_posix())
