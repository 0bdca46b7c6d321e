package io.nuodb.backup.simulator.model;

import io.nuodb.backup.simulator.backup.CoordinatedParts;
import io.nuodb.backup.simulator.backup.Coordination;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The parts of a hot copy, and whether one that waits does so for another part. */
final class Meeting {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  private final int parts;
  private final Coordination coordination;
  private int agreeing;
  private int copied;
  private boolean failed;
  private long end;

  Meeting(int parts) {
    this.parts = parts;
    this.coordination = parts == 1 ? Coordination.ALONE : new CoordinatedParts(parts, LONG_ENOUGH);
  }

  /** The commit at which all parts should end: the highest that an archive had, 0 before. */
  synchronized long end() {
    return end;
  }

  void fail() {
    new Part(() -> 0).fail("Killed");
  }

  /** One archive's part in it. */
  final class Part implements Coordination {
    private final LongSupplier applied;
    private boolean agrees;
    private boolean completes;

    /**
     * Joins.
     *
     * @param applied the last commit that the archive should have
     */
    Part(LongSupplier applied) {
      this.applied = applied;
    }

    /** Whether it waits until another part comes. */
    boolean waits() {
      synchronized (Meeting.this) {
        return !failed && (agrees && agreeing < parts || completes && copied < parts);
      }
    }

    /** The commit that the archive needs to go on, because another part's archive has it. */
    long needs() {
      synchronized (Meeting.this) {
        return agrees && agreeing == parts ? end : 0;
      }
    }

    @Override
    public long agreeOnEnd(long lastSequence) throws IOException {
      synchronized (Meeting.this) {
        end = Math.max(end, applied.getAsLong());
        agreeing++;
        agrees = true;
      }
      return coordination.agreeOnEnd(lastSequence);
    }

    @Override
    public void awaitCopied() throws IOException {
      synchronized (Meeting.this) {
        copied++;
        completes = true;
      }
      coordination.awaitCopied();
    }

    @Override
    public void fail(String cause) {
      leave();
      coordination.fail(cause);
    }

    @Override
    public void cancel() {
      leave();
      coordination.cancel();
    }

    private void leave() {
      synchronized (Meeting.this) {
        failed = true;
      }
    }
  }
}
