package io.nuodb.backup.api;

/** The names by which this API's objects and their children are known in a cluster. */
public final class Api {
  public static final String GROUP = "backup.nuodb.io";
  public static final String VERSION = "v1alpha1";

  /** Label on every Job and PersistentVolumeClaim of the operator, with {@link #MANAGER}. */
  public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";

  public static final String MANAGER = "nuodb-backup-operator";

  /** Label: the name of the BackupPolicy that an object belongs to. */
  public static final String POLICY_LABEL = GROUP + "/policy";

  /** Label: the name of the RestoreJob that an object belongs to. */
  public static final String RESTORE_JOB_LABEL = GROUP + "/restore-job";

  /** Label: what a Job does, a value of {@code JobKind}. */
  public static final String JOB_KIND_LABEL = GROUP + "/job-kind";

  /** Annotation of a BackupSet: its directory inside the storage manager's container. */
  public static final String DIRECTORY_ANNOTATION = GROUP + "/directory";

  /** Annotation of a BackupSet: name of the database. */
  public static final String DATABASE_ANNOTATION = GROUP + "/database";

  /** Annotation of a Job and a BackupSet: the full key of the run that they belong to. */
  public static final String RUN_KEY_ANNOTATION = GROUP + "/run-key";

  /** Annotation of a Job: the pod of the storage manager that it works for. */
  public static final String POD_ANNOTATION = GROUP + "/pod";

  /** Annotation of a hot copy's Job: the unit that it runs for, a pod, failure domain or group. */
  public static final String UNIT_ANNOTATION = GROUP + "/unit";

  /** Annotation of a hot copy's Job: true where the units take turns and the key names none. */
  public static final String TURN_ANNOTATION = GROUP + "/turn";

  /** Annotation of a hot copy's Job: the set whose limits it is to end, if that asked for it. */
  public static final String ROTATED_SET_ANNOTATION = GROUP + "/rotated-set";

  /** Annotation of a hot copy's Job: what it copies and where to, as JSON, one for each archive. */
  public static final String TARGETS_ANNOTATION = GROUP + "/targets";

  /** Annotation of a Job that the operator ended, since its pod did not run: why, for a person. */
  public static final String ENDED_BECAUSE_ANNOTATION = GROUP + "/ended-because";

  /** Annotation of such a Job: no earlier pod of it can have run. */
  public static final String NEVER_RAN_ANNOTATION = GROUP + "/never-ran";

  /** Annotation of a BackupSet, set by a person: NuoDB's id of its hot copy to be cancelled. */
  public static final String CANCEL_ANNOTATION = GROUP + "/cancel";

  /** Annotation of a cancelling Job: NuoDB's id of the hot copy. */
  public static final String HOT_COPY_ID_ANNOTATION = GROUP + "/hot-copy-id";

  /** Annotation of a hot copy's Job: the type that was asked for. */
  public static final String REQUESTED_TYPE_ANNOTATION = GROUP + "/requested-type";

  /** Annotation of a Job: the type of hot copy that it runs or looks for. */
  public static final String TYPE_ANNOTATION = GROUP + "/type";

  /**
   * Annotation of a hot copy's Job: when it was started, by the operator's clock, as statuses tell
   * it. The Job's own creation time is the API server's, which may be another second.
   */
  public static final String START_TIME_ANNOTATION = GROUP + "/start-time";

  /** Annotation of a hot copy's Job: when it was due, if a schedule asked for it. */
  public static final String SCHEDULED_TIME_ANNOTATION = GROUP + "/scheduled-time";

  /** Annotation of a hot copy's Job: the on-demand token, if one asked for it. */
  public static final String TOKEN_ANNOTATION = GROUP + "/token";

  /** Annotation of a Job: which attempt at its work it is, from 1. */
  public static final String ATTEMPT_ANNOTATION = GROUP + "/attempt";

  /** Annotation of a Job: the BackupSet that it writes to or reads. */
  public static final String BACKUP_SET_ANNOTATION = GROUP + "/backup-set";

  /** Annotation of an inspecting Job and of a BackupSet: the hot copy's Job. */
  public static final String HOT_COPY_JOB_ANNOTATION = GROUP + "/hot-copy-job";

  /** Annotation of a BackupSet: where the set lies, as JSON of its status. */
  public static final String STORAGE_MANAGER_ANNOTATION = GROUP + "/storage-manager";

  /** Annotation of a discovering Job: hash of the database, its admin process and the pods. */
  public static final String SELECTION_ANNOTATION = GROUP + "/selection";

  private Api() {}
}
