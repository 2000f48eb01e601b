"""All tables, so that the metadata is complete whoever asks for it."""

from app.models.audit import AuditChange, AuditLine
from app.models.base import Base
from app.models.contact import Contact, Sheet, SheetBatch
from app.models.exchange import (
    ConflictDecision,
    ImportBatch,
    IssuedCertificate,
    LedgerExport,
    MergedMonth,
    ReceivedLedger,
)
from app.models.holding import Holding, Responsible
from app.models.household import Award, Household, Membership
from app.models.office import AdoptedPack, Office, Setting
from app.models.person import Person
from app.models.region import Region

__all__ = [
    "AdoptedPack",
    "AuditChange",
    "AuditLine",
    "Award",
    "Base",
    "ConflictDecision",
    "Contact",
    "Holding",
    "Household",
    "ImportBatch",
    "IssuedCertificate",
    "LedgerExport",
    "Membership",
    "MergedMonth",
    "Office",
    "Person",
    "ReceivedLedger",
    "Region",
    "Responsible",
    "Setting",
    "Sheet",
    "SheetBatch",
]
