package io.nuodb.backup.simulator.store;

/** Told after every step on disk after which a crash would leave another state behind. */
@FunctionalInterface
interface WriteObserver {
  WriteObserver NONE = () -> {};

  void stepDone();
}
