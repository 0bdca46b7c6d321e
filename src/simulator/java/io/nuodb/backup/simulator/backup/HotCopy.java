package io.nuodb.backup.simulator.backup;

import java.io.IOException;

/** What a hot copy of some type does. */
@FunctionalInterface
interface HotCopy {
  /**
   * Makes the copy; it is in its place and durable on return.
   *
   * @throws HotCopyCancelledException when it was cancelled before it was in its place
   */
  void run() throws IOException;
}
