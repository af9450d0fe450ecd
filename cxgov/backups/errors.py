"""What stops a backup or a restore: one sentence each."""


class BackupTrouble(Exception):
    """A backup that cannot be made, or an archive that cannot be trusted; nothing was changed."""
