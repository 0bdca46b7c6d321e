package io.nuodb.backup.job;

/**
 * Why an agent could not do its work. The agent only tells causes apart; what follows from one is
 * decided by the operator. The name is the reason that users read in conditions and Events.
 */
public enum Cause {
  /**
   * The admin process did not answer, answered with a server error, or would not tell what runs,
   * for the whole wait.
   */
  AdminUnreachable,
  /** The admin process knows no storage manager of this database for a selected pod. */
  ArchiveUnknown,
  /** The storage manager is known but not RUNNING. */
  StorageManagerNotRunning,
  /** The backup root is no directory in the agent's pod. */
  BackupRootNotMounted,
  /** Another hot copy of the same type runs on the archive. */
  HotCopyContention,
  /** The engine refused the request for a reason that only its message tells. */
  HotCopyRefused,
  /** The hot copy was accepted and failed; the message is the engine's. */
  HotCopyFailed,
  /** The hot copy ran past its time-out and was cancelled. */
  HotCopyTimedOut,
  /** Somebody else cancelled the hot copy. */
  HotCopyCancelled,
  /** The storage manager forgot the hot copy, by a restart, and the element is not in the set. */
  HotCopyLost,
  /** The backup set's directory or its state.xml is not there. */
  BackupSetNotFound,
  /** The backup set's files do not make sense. */
  BackupSetUnreadable,
  /** The backup set has no full element, or not the element that the restore names. */
  ElementNotFound,
  /** An element that the restore needs has no data directory. */
  ElementDataMissing,
  /** The restore's target holds files that this restore did not write. */
  TargetNotEmpty,
  /** The restore's target cannot be made ready: its volume is full, read-only or not permitted. */
  TargetNotWritable,
  /** nuoarchive ended with an error; the message is its own. */
  NuoarchiveFailed,
  /** nuoarchive reported success, but the restored archive is not what the set holds. */
  VerificationFailed,
  /** A file with a key, a certificate or credentials for the admin process makes no sense. */
  AdminCredentialsUnreadable,
  /** The admin process and the agent refuse each other in the TLS handshake. */
  AdminTlsFailed,
  /** The admin process refuses the agent's client key or credentials: HTTP status 401 or 403. */
  AdminCredentialsRefused
}
