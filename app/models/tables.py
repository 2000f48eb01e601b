"""All tables, so that the metadata is complete whoever asks for it."""

from app.models.audit import AuditChange, AuditLine
from app.models.base import Base
from app.models.circumstances import Benefit, IncomeLine, Kin, SelfCare
from app.models.contact import Contact, Sheet, SheetBatch
from app.models.exchange import (
    ConflictDecision,
    ImportBatch,
    IssuedCertificate,
    LedgerExport,
    MergedMonth,
    ReceivedLedger,
    Transfer,
)
from app.models.holding import Holding, Responsible
from app.models.household import Award, Household, Membership
from app.models.matter import Matter
from app.models.office import AdoptedPack, Office, Setting
from app.models.person import Person
from app.models.policy import ParameterEntry, PolicyPack
from app.models.region import Region
from app.models.upkeep import (
    CodeMapping,
    CodeText,
    Draft,
    IgnoredDoubt,
    ImportProfile,
    Paper,
    SamenessVerdict,
)

__all__ = [
    "AdoptedPack",
    "AuditChange",
    "AuditLine",
    "Award",
    "Base",
    "Benefit",
    "CodeMapping",
    "CodeText",
    "ConflictDecision",
    "Contact",
    "Draft",
    "Holding",
    "Household",
    "IgnoredDoubt",
    "ImportBatch",
    "ImportProfile",
    "IncomeLine",
    "IssuedCertificate",
    "Kin",
    "LedgerExport",
    "Matter",
    "Membership",
    "MergedMonth",
    "Office",
    "Paper",
    "ParameterEntry",
    "Person",
    "PolicyPack",
    "ReceivedLedger",
    "Region",
    "Responsible",
    "SamenessVerdict",
    "SelfCare",
    "Setting",
    "Sheet",
    "SheetBatch",
    "Transfer",
]
