package io.nuodb.backup.simulator.backup;

import java.io.IOException;

/**
 * Joins the parts of one hot copy command, one per archive, so that they end at one commit and
 * become elements together or not at all (NuoDB docs, Using Hot Copy Successfully: coordinated hot
 * copy). Each part calls the methods once, in their order, and {@link #fail} or {@link #cancel}
 * instead of the next one when it cannot go on. Journal hot copies end where their own journals do:
 * they do not agree on an end. A part that waits is interrupted when it is cancelled, and then
 * throws an {@link java.io.InterruptedIOException}.
 */
public interface Coordination {
  /** A hot copy of one archive, which waits for nobody. */
  Coordination ALONE =
      new Coordination() {
        @Override
        public long agreeOnEnd(long lastSequence) {
          return lastSequence;
        }

        @Override
        public void awaitCopied() {}

        @Override
        public void fail(String cause) {}
      };

  /**
   * Waits until every part has copied its atoms, and returns the commit at which all of them end:
   * the highest of their last ones. Commits go on meanwhile; the part keeps their journal, so that
   * the wait may be as long as the copy of the slowest archive.
   *
   * @param lastSequence the last commit of this part's archive
   * @throws IOException when another part has failed or does not come in time
   */
  long agreeOnEnd(long lastSequence) throws IOException;

  /**
   * Waits until every part is copied and only has to be put in its place. From then on none is
   * cancelled.
   *
   * @throws IOException when another part has failed or does not come in time
   */
  void awaitCopied() throws IOException;

  /** Tells the others, as far as they can be told, that this part will not be completed. */
  void fail(String cause);

  /** Tells the others that this part was cancelled: they need not keep what they have copied. */
  default void cancel() {
    fail(HotCopyCancelledException.MESSAGE);
  }
}
