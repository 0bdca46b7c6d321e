package io.nuodb.backup.simulator.model;

import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.fault.Faults;
import io.nuodb.backup.simulator.model.Action.Pauses;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Lets a storage manager's hot copies pause where nothing else has to wait for them, so that other
 * things happen meanwhile in a known order; or lets all of them end as a kill would.
 */
final class PausedWrites extends Faults {
  private static final class Progress {
    private int atomsLeft;
    private boolean atJournal;
    private boolean atState;
    private boolean paused;

    private Progress(Pauses pauses) {
      atomsLeft = pauses.atAtom();
      atJournal = pauses.atJournal();
      atState = pauses.atState();
    }

    private boolean pausesBefore(Path file) {
      String name = file.getFileName().toString();
      if (name.endsWith(".atm") && !name.equals("1.atm") && atomsLeft > 0) {
        atomsLeft--;
        return atomsLeft == 0;
      }
      boolean pauses = atJournal && name.endsWith(".njf") || atState && name.equals("state.xml");
      if (pauses) {
        atomsLeft = 0; // a later atom may be one for which checkpoints wait
      }
      atJournal &= !name.endsWith(".njf");
      atState &= !name.equals("state.xml");
      return pauses;
    }
  }

  private final Map<HotCopyType, Progress> running = new EnumMap<>(HotCopyType.class);
  private boolean killed;

  /** At most one hot copy of a type runs, so that the type says which. */
  synchronized void begin(HotCopyType type, Pauses pauses) {
    running.put(type, new Progress(pauses));
  }

  synchronized boolean isPaused(HotCopyType type) {
    return running.containsKey(type) && running.get(type).paused;
  }

  synchronized void goOn(HotCopyType type) {
    running.get(type).paused = false;
    running.get(type).atomsLeft = 0; // commits since then may make checkpoints wait for later atoms
    notifyAll();
  }

  synchronized void kill() {
    killed = true;
    running.values().forEach(progress -> progress.paused = false);
    notifyAll();
  }

  @Override
  public synchronized void beforeBackupWrite(Path file, int bytes) throws IOException {
    Progress progress = running.get(typeOf(file));
    if (!progress.paused && progress.pausesBefore(file)) {
      progress.paused = true;
    }
    try {
      while (progress.paused) {
        wait();
      }
    } catch (InterruptedException e) {
      progress.paused = false;
      notifyAll();
      throw new InterruptedIOException();
    }
    if (killed) {
      throw new IOException("Killed");
    }
  }

  private static HotCopyType typeOf(Path file) {
    String path = file.toString();
    if (path.contains(".incomplete/")) {
      return HotCopyType.SIMPLE;
    }
    if (path.contains(".jnl/")) {
      return HotCopyType.JOURNAL;
    }
    return path.contains(".inc/") ? HotCopyType.INCREMENTAL : HotCopyType.FULL;
  }
}
