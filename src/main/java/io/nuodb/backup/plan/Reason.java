package io.nuodb.backup.plan;

/** Why something is as it is, where no agent's cause says it: what conditions and Events show. */
public enum Reason {
  /** A schedule, time zone or duration of the policy makes no sense. */
  InvalidSchedule,
  /** The selector matches no pod. */
  NoStorageManagers,
  /** No PersistentVolumeClaim is mounted at the backup root of a storage manager. */
  BackupRootNotMounted,
  /** The archives of the selected storage managers are being asked for. */
  Discovering,
  /**
   * The Job that asked for the archives left no answer: its pod never ran, as without a Secret or
   * an image, or was killed.
   */
  NoAnswer,
  /** The policy is understood and its storage managers are found. */
  Configured,
  /** The policy is suspended. */
  Suspended,
  /** The storage manager's pod is not Ready. */
  StorageManagerNotReady,
  /** The schedule was changed, suspended or removed while the run waited. */
  ScheduleChanged,
  /** A hot copy of the same type still runs on the archive. */
  HotCopyStillRunning,
  /** The first full hot copy runs: an incremental would add nothing to it. */
  FirstFullRunning,
  /** Nothing stood in the way, but the operator was not there in time. */
  StartingDeadlinePassed,
  /** There is no complete backup set to add to, so that a full hot copy was started. */
  NoCompleteBackupSet,
  /** Another policy, which is older, backs up the same storage manager. */
  OverlappingPolicy,
  /** As many hot copies of the type run as the operator's settings allow at once. */
  ConcurrencyLimit,
  /** The storage manager runs without the option journal-hot-copy enable. */
  JournalCopyNotEnabled,
  /** No pod of the Job came to run, as without room on a node, or without its image. */
  PodNotStarted,
  /** A pod of the storage managers has no label of the name that redundancy asks for. */
  ZoneUnknown,
  /** Journal hot copies are suspended since a SYNC: an incremental hot copy ends that. */
  JournalCopySuspended,
  /** An inspection finds out what became of a hot copy. */
  Inspecting,
  /** What became of a hot copy could not be found out. */
  ResultLost,
  /** A simple hot copy runs. */
  HotCopyRunning,
  /** The full hot copy of a backup set runs. */
  FullHotCopyRunning,
  /** Every unit has a good hot copy that is young enough. */
  Fresh,
  /** The newest good hot copy of a unit is older than its schedule lets expect. */
  BackupTooOld,
  /** It is as old as that since the last one failed, or there is none for that reason. */
  LastHotCopyFailed,
  /** A unit has no good hot copy. */
  NoBackupYet,
  /** Every journal that is kept is copied in time. */
  JournalsCopied,
  /** Storage managers keep journals that nothing copies. */
  JournalsNotCopied,
  /** A volume with a journal has too little room until journals are copied again. */
  JournalVolumeFilling,
  /** The newest journal hot copy is older than its schedule lets expect. */
  JournalCopyOld,
  /** What the policy's objectives ask for is so. */
  ObjectivesMet,
  /** More of the newest work could be lost than the objective allows. */
  RecoveryPointObjectiveMissed,
  /** A restore would take longer than the objective allows. */
  RecoveryTimeObjectiveMissed,
  /** The schedules leave longer pauses than the recovery point objective allows. */
  ObjectiveUnreachable,
  /** A full hot copy that started later than another one was due is complete. */
  FullHotCopySucceeded,
  /** A backup set can be restored. */
  Complete,
  /** The source of a restore does not exist. */
  BackupSetNotFound,
  /** A BackupSet has no record of where its set lies: the operator did not make it. */
  NotRecorded,
  /** The API server refused an object that the operator wanted to create. */
  CreationRefused,
  /** The policy that a restore or a BackupSet names does not exist. */
  PolicyNotFound,
  /** No backup set of the source is complete, and none is being made. */
  NoUsableBackupSet,
  /** The restore's backup set is still being made. */
  BackupSetInitializing,
  /** The restore runs. */
  Restoring,
  /** The archive is restored and checked. */
  Restored
}
