package io.nuodb.backup.simulator.domain.http;

/** What goes wrong on purpose between a service and its clients. */
public interface ConnectionFaults {
  ConnectionFaults NONE =
      new ConnectionFaults() {
        @Override
        public boolean isUnreachable(String path) {
          return false;
        }

        @Override
        public boolean losesAnswer(String method, String path) {
          return false;
        }
      };

  /** Whether the connection is closed before the request is looked at. */
  boolean isUnreachable(String path);

  /** Whether the connection is closed instead of answering a request that was carried out. */
  boolean losesAnswer(String method, String path);
}
