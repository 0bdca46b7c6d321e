package io.nuodb.backup.job;

/** Exit codes of the agent, which the Job's podFailurePolicy tells apart. */
public final class ExitCode {
  /** Done; the result says what. */
  public static final int SUCCEEDED = 0;

  /** Failed for good, and the result says why: another pod would fail alike. */
  public static final int FAILED = 10;

  /** Failed, and the result says why, but another pod may do better: the Job may start one. */
  public static final int RETRY = 20;

  /** The command line was not understood: a fault of the operator. */
  public static final int USAGE = 2;

  private ExitCode() {}

  /** The exit code that goes with a result. */
  public static int of(JobResult result) {
    if (result.succeeded()) {
      return SUCCEEDED;
    }
    return result.cause() == Cause.AdminUnreachable ? RETRY : FAILED;
  }
}
