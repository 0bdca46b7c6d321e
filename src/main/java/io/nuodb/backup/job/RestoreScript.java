package io.nuodb.backup.job;

/**
 * What the engine's container of a restore pod runs, between the agent's {@code prepare} and {@code
 * verify}. The engine's image is only known to have a POSIX {@code /bin/sh} and {@code nuoarchive};
 * the script therefore uses nothing but the shell's own commands.
 *
 * <p>The container's command is {@code /bin/sh -c TEXT nuoarchive SET TARGET WORK}: the backup set,
 * the directory of the new archive, and the directory that the pod's containers share. The script
 * always ends with 0, so that {@code verify} runs and reports. nuoarchive's output goes to the
 * container's log, its last lines also to {@link #LOG}. Where {@link #EXIT_STATUS} is there
 * already, the restore was done before and nothing runs.
 */
public final class RestoreScript {
  /** File in WORK, written by prepare: id of the backup element to restore through. */
  public static final String ELEMENT_ID = "element-id";

  /** File in WORK: nuoarchive's exit status in decimal. */
  public static final String EXIT_STATUS = "nuoarchive.exit";

  /** File in WORK: the last lines of what nuoarchive printed. */
  public static final String LOG = "nuoarchive.log";

  // Standard input is closed: nuoarchive asks for the password of an encrypted set when it lacks
  // one, and would wait for ever.
  public static final String TEXT =
      """
      set=$1 target=$2 work=$3
      if [ -e "$work/nuoarchive.exit" ]; then
        exit 0
      fi
      IFS= read -r element < "$work/element-id"
      export TZ=UTC
      {
        nuoarchive restore --restore-dir "$target" --backup-element-id "$element" "$set" \
      2>&1 < /dev/null
        printf '%s\\n' "$?" > "$work/nuoarchive.exit"
      } | {
        set --
        while IFS= read -r line || [ -n "$line" ]; do
          printf '%s\\n' "$line"
          set -- "$@" "$line"
          if [ "$#" -gt 50 ]; then
            shift
          fi
        done
        printf '%s\\n' "$@" > "$work/nuoarchive.log"
      }
      exit 0
      """;

  private RestoreScript() {}
}
