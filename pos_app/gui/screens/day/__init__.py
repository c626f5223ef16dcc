"""The end of a day at the counter: reconciliation, report, backups, the audit log."""
