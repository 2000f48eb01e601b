"""The style sheet of the window. ``$names`` are the colours of ``theme.Colours``."""

from __future__ import annotations

from string import Template

SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QDialog, #page, #ground { background: $ground; }
QToolTip { background: $paper; color: $text; border: 1px solid $line; padding: 4px 6px; }

/* words */
QLabel { background: transparent; }
QLabel[role="title"] { font-size: 20px; font-weight: bold; }
QLabel[role="heading"] { font-size: 15px; font-weight: bold; }
QLabel[role="strong"] { font-weight: bold; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="small"] { color: $quiet; font-size: 13px; }
QLabel[role="problem"], QLabel[role="late"] { color: $late; }
QLabel[role="done"] { color: $done; }
QLabel[role="doubt"] { color: $doubt; }
QLabel[role="verdict_good"], QLabel[role="verdict_bad"] { font-size: 18px; font-weight: bold; }
QLabel[role="verdict_good"] { color: $done; }
QLabel[role="verdict_bad"] { color: $late; }
QLabel[role="figure"] { font-size: 28px; font-weight: bold; }
QLabel[role="figure_late"] { font-size: 28px; font-weight: bold; color: $late; }
QLabel[role="note"] { background: $accent_soft; border-radius: 4px; padding: 8px 12px; }
QLabel[role="warning"] { background: $late_soft; color: $late; border-radius: 4px;
  padding: 8px 12px; }
QLabel[role="mono"] { font-family: "DejaVu Sans Mono", "Consolas", "Noto Sans SC"; }
QLabel[role="digit"] { color: $quiet; font-size: 13px; }

/* surfaces */
QFrame[role="note"] { background: $accent_soft; border: none; border-radius: 4px; }
QFrame[role="card"] { background: $paper; border: 1px solid $line; border-radius: 6px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line; }

/* navigation */
#navigation { background: $paper; border: none; border-right: 1px solid $line; outline: none; }
#navigation::item { padding-left: 12px; border-left: 3px solid transparent;
  color: $text; }
#navigation::item:hover { background: $stripe; }
#navigation::item:selected { background: $accent_soft; border-left-color: $accent;
  color: $accent_dark; }
#navigation:focus::item:selected { border-left-color: $accent_dark; }
#brand { background: $paper; border-right: 1px solid $line; }

/* buttons */
QPushButton { background: $paper; border: 1px solid #c6ced8; border-radius: 4px;
  padding: 5px 14px; min-height: 20px; }
QPushButton:hover { background: $stripe; border-color: $faint; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $faint; background: $ground; border-color: $line; }
QPushButton[role="primary"], QPushButton:default { background: $accent; border-color: $accent;
  color: $paper; }
QPushButton[role="primary"]:hover, QPushButton:default:hover { background: $accent_dark; }
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 4px 13px; }
QPushButton[role="primary"]:disabled { background: #b9c6d6; border-color: #b9c6d6; color: $paper; }
QPushButton[role="link"] { background: transparent; border: none; color: $accent; padding: 2px 0;
  text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { text-decoration: underline; }
QPushButton[role="box"], QPushButton[role="box_bad"] { padding: 3px 10px; min-height: 18px;
  border-color: $line; }
QPushButton[role="box"][focused="true"] { border-color: $accent; }
QPushButton[role="box_bad"] { border-color: $late; }
QPushButton[role="box"]:checked, QPushButton[role="box_bad"]:checked { background: $accent;
  border-color: $accent; color: $paper; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px;
  padding: 4px 6px; }
QToolButton:hover { background: $accent_soft; }
QToolButton:focus { border-color: $accent; }

/* fields */
QLineEdit, QComboBox, QPlainTextEdit, QSpinBox { background: $paper; border: 1px solid #c6ced8;
  border-radius: 4px; padding: 4px 8px; min-height: 20px; selection-background-color: $accent; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus { border: 1px solid $accent;
  background: #fcfdff; }
QLineEdit[bad="true"] { border-color: $late; }
QLineEdit:disabled, QLineEdit:read-only { background: $ground; color: $quiet; }
QComboBox { padding-right: 24px; }
QComboBox[role="free"] { padding-right: 8px; }
QComboBox[role="free"]::drop-down { width: 0; }
QComboBox[role="free"]::down-arrow { image: none; }
QComboBox[role="chosen"] { background: $accent_soft; border-color: $accent; color: $accent_dark; }
QComboBox::drop-down { width: 22px; border: none; }
QComboBox::down-arrow { image: url($icons/down.svg); width: 12px; height: 12px; }
QPushButton[role="menu"] { padding-right: 28px; }
QPushButton::menu-indicator { image: url($icons/down.svg); width: 12px; height: 12px;
  subcontrol-origin: padding; subcontrol-position: right center; right: 10px; }
QComboBox QAbstractItemView { background: $paper; border: 1px solid $line; outline: none;
  selection-background-color: $accent_soft; selection-color: $text; padding: 2px; }
QComboBox QAbstractItemView::item { min-height: 28px; padding-left: 6px; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox::indicator, QListView::indicator { width: 16px; height: 16px; border: 1px solid $faint;
  border-radius: 3px; background: $paper; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: $accent;
  border-color: $accent; image: url($icons/tick.svg); }
QRadioButton::indicator { width: 15px; height: 15px; border: 1px solid $faint; border-radius: 8px;
  background: $paper; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 7px; height: 7px; }
QCheckBox:focus, QRadioButton:focus { color: $accent_dark; }
QListView[role="sections"] { background: transparent; border: none; outline: none; }
QListView[role="sections"]::item { height: 28px; padding-left: 10px; color: $text;
  border-left: 3px solid transparent; }
QListView[role="sections"]::item:hover { background: $stripe; }
QListView[role="sections"]::item:selected { background: $accent_soft; color: $accent_dark;
  border-left-color: $accent; }
QListView[role="pick"] { background: $paper; border: 1px solid $line; border-radius: 4px;
  outline: none; }
QListView[role="pick"]::item { height: 28px; padding-left: 4px; color: $text; }
QListView[role="pick"]::item:hover, QListView[role="pick"]::item:selected { background: $stripe; }

/* tables */
QTableView, QTreeView { background: $paper; border: 1px solid $line; border-radius: 6px;
  gridline-color: transparent; alternate-background-color: $stripe;
  selection-background-color: $accent_soft; selection-color: $text; outline: none; }
QTableView:focus, QTreeView:focus { border-color: $accent; }
QTableView::item, QTreeView::item { padding: 0 8px; border: none; }
QTreeView::item { padding: 5px 8px; }
QTreeView::item:selected { background: $accent_soft; color: $text; }
QTableView[role="inside"], QTreeView[role="inside"] { border: none; border-radius: 0; }
QTableView[role="grid"] { gridline-color: $line; selection-background-color: $accent_soft; }
QTableView[role="grid"] QLineEdit { border-radius: 0; padding: 0 6px; min-height: 0; }
QHeaderView { background: $paper; border: none; }
QHeaderView::section { background: $paper; color: $quiet; border: none;
  border-bottom: 1px solid $line; padding: 7px 11px; font-weight: normal; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableCornerButton::section { background: $paper; border: none; }

/* tabs */
QTabWidget::pane { border: none; border-top: 1px solid $line; background: transparent; top: -1px; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $quiet; padding: 8px 12px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar[crowded="true"]::tab { padding: 8px 7px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent_dark; border-bottom-color: $accent; }
QTabBar::tab:selected:focus { background: $accent_soft; }

/* the rest */
QProgressBar { background: $line; border: none; border-radius: 4px; height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QStatusBar { background: $paper; border-top: 1px solid $line; color: $quiet; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $quiet; font-size: 13px; padding: 0 10px; }
QMenu { background: $paper; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 16px; border-radius: 3px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QTextBrowser { background: $paper; border: 1px solid $line; border-radius: 6px; padding: 8px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: #c3ccd6; border-radius: 4px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")
