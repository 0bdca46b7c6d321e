package io.nuodb.backup.job;

/**
 * Why an agent could not do its work. The agent only tells causes apart; what follows from one is
 * decided by the operator: each says what it may do. The name is the reason that users read in
 * conditions and Events.
 */
public enum Cause {
  /**
   * The admin process did not answer, answered with a server error, or refused to tell what runs,
   * for the whole wait; also where something else answers at its URL, or it wants https and is
   * asked over http. A hot copy may run all the same: inspect before another is started.
   */
  AdminUnreachable,
  /**
   * The admin process knows no storage manager of this database for a selected pod. Try again once
   * the pod is Ready.
   */
  ArchiveUnknown,
  /** The storage manager is known but not RUNNING. Try again, or take another one. */
  StorageManagerNotRunning,
  /**
   * The storage manager died while the hot copy ran, and its element is not in the set. A full's
   * set is lost, a simple one's leftovers are the user's; start the hot copy anew once the storage
   * manager is RUNNING.
   */
  StorageManagerLost,
  /** No transaction engine has ever started the database. Try again later. */
  DatabaseNotInitialized,
  /** The backup root is no directory in the agent's pod. Only a person can change that. */
  BackupRootNotMounted,
  /** Another hot copy of the same type runs on the archive. Try again when it has ended. */
  HotCopyContention,
  /**
   * Journal hot copies are suspended since the archive's last SYNC. An incremental or full hot copy
   * ends that; then copy the journal again.
   */
  JournalCopySuspended,
  /**
   * The storage manager was started without the option {@code journal-hot-copy enable}. Only a
   * person can change that.
   */
  JournalCopyNotEnabled,
  /**
   * The engine refused the backup set: it is not new, not the newest, another archive's, without a
   * completed full, or its parent is missing; or an archive is where a simple hot copy was to make
   * one. A full into a new directory may do.
   */
  BackupSetRefused,
  /**
   * The archives of the hot copy do not hold all storage groups. Take more of them into one
   * coordinated hot copy, or allow partial ones: only a person can decide that.
   */
  StorageGroupsNotCovered,
  /**
   * The backup volume is full; the message tells what is needed and what is free. Delete sets that
   * may go, then try again; a full's set is lost.
   */
  BackupVolumeFull,
  /**
   * The engine refused the request for a reason that only its message tells. The same request would
   * be refused again.
   */
  HotCopyRefused,
  /**
   * The hot copy was accepted and failed; the message is the engine's. A new attempt may do, for a
   * full into a new directory.
   */
  HotCopyFailed,
  /** The hot copy ran past its time-out and was cancelled. A full's set is lost. */
  HotCopyTimedOut,
  /** Somebody else cancelled the hot copy: do not repeat it unasked. A full's set is lost. */
  HotCopyCancelled,
  /**
   * The hot copy to be cancelled, by a person or at its deadline, still ran at the end of the wait,
   * or the admin process was silent. Ask again; inspect before another is started.
   */
  HotCopyNotCancelled,
  /**
   * The domain knows no more of the hot copy, and where its volume was to be seen its element is
   * not there. Start it anew; a full into a new directory.
   */
  HotCopyLost,
  /**
   * The backup set's directory or its state.xml is not there; for a journal hot copy, no set of the
   * archive is initialised. A full makes one.
   */
  BackupSetNotFound,
  /** The backup set's files do not make sense. A full into a new directory may do. */
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
  /**
   * A file with a key, a certificate or credentials for the admin process makes no sense. Only a
   * person can change that.
   */
  AdminCredentialsUnreadable,
  /** The admin process and the agent refuse each other in the TLS handshake. As above. */
  AdminTlsFailed,
  /**
   * The admin process refuses the agent's client key or credentials: HTTP status 401 or 403. As
   * above.
   */
  AdminCredentialsRefused
}
