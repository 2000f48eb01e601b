"""All tables, so that the metadata is complete whoever asks for it."""

from app.models.audit import AuditChange, AuditLine
from app.models.base import Base
from app.models.care import CareAgreement, Carer, CareScore
from app.models.circumstances import Benefit, IncomeLine, Kin, SelfCare
from app.models.contact import Contact, Sheet, SheetBatch
from app.models.duty import ContactDay, ContactExcuse, LifeEvent, Recheck, RecheckLine
from app.models.exchange import (
    ConflictDecision,
    ImportBatch,
    IssuedCertificate,
    LedgerExport,
    MergedMonth,
    ReceivedLedger,
    Transfer,
)
from app.models.form import FormLayout, PrintedForm, PrintedLayout
from app.models.giving import (
    Activity,
    Donation,
    FestivalVisit,
    Gift,
    MutualHelp,
    StockItem,
    StockMove,
    Wish,
)
from app.models.holding import Cadre, Holding, Responsible
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
    "Activity",
    "AdoptedPack",
    "AuditChange",
    "AuditLine",
    "Award",
    "Base",
    "Benefit",
    "Cadre",
    "CareAgreement",
    "CareScore",
    "Carer",
    "CodeMapping",
    "CodeText",
    "ConflictDecision",
    "Contact",
    "ContactDay",
    "ContactExcuse",
    "Donation",
    "Draft",
    "FestivalVisit",
    "FormLayout",
    "Gift",
    "Holding",
    "Household",
    "IgnoredDoubt",
    "ImportBatch",
    "ImportProfile",
    "IncomeLine",
    "IssuedCertificate",
    "Kin",
    "LedgerExport",
    "LifeEvent",
    "Matter",
    "Membership",
    "MergedMonth",
    "MutualHelp",
    "Office",
    "Paper",
    "ParameterEntry",
    "Person",
    "PolicyPack",
    "PrintedForm",
    "PrintedLayout",
    "ReceivedLedger",
    "Recheck",
    "RecheckLine",
    "Region",
    "Responsible",
    "SamenessVerdict",
    "SelfCare",
    "Setting",
    "Sheet",
    "SheetBatch",
    "StockItem",
    "StockMove",
    "Transfer",
    "Wish",
]
