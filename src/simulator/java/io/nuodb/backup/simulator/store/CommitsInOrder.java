package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.util.OptionalLong;

/** Holds the commits of a journal file to their order. */
final class CommitsInOrder implements JournalFile.Consumer {
  private final JournalFile file;
  private OptionalLong last;

  /**
   * Expects the commits that follow one.
   *
   * @param before the last commit before the file; empty when any may be the first
   */
  CommitsInOrder(JournalFile file, OptionalLong before) {
    this.file = file;
    this.last = before;
  }

  @Override
  public void accept(Commit commit) throws IOException {
    if (last.isPresent() && commit.sequence() != last.getAsLong() + 1) {
      throw new DamagedFileException(
          file.path(),
          "commit %d follows commit %d".formatted(commit.sequence(), last.getAsLong()));
    }
    last = OptionalLong.of(commit.sequence());
  }

  OptionalLong last() {
    return last;
  }
}
