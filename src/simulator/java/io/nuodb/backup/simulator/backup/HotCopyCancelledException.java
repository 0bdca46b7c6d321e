package io.nuodb.backup.simulator.backup;

import java.io.IOException;

/** A hot copy was told to stop. */
final class HotCopyCancelledException extends IOException {
  private static final long serialVersionUID = 1L;

  static final String MESSAGE = "Hot copy cancelled";

  HotCopyCancelledException() {
    super(MESSAGE);
  }
}
