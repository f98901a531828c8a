"""
The audit log: who did what to the site and its accounts.
"""

from mantissa_like.audit._entries import AuditEntry, forgetActs, recordAct

__all__ = ["AuditEntry", "forgetActs", "recordAct"]
