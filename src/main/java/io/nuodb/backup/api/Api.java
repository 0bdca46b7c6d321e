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

  /** Annotation of a BackupSet: the id that NuoDB gave the set, from its {@code state.xml}. */
  public static final String SET_ID_ANNOTATION = GROUP + "/set-id";

  private Api() {}
}
