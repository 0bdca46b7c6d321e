package io.nuodb.backup.simulator.domain.http;

/**
 * A request waited for an operation that did not end in time: answered with status 408, whose body
 * is the operation's state, not an error object.
 */
public final class OperationTimeout extends RuntimeException {
  private final transient Object state;

  public OperationTimeout(Object state) {
    super("The operation did not end in time");
    this.state = state;
  }

  Object state() {
    return state;
  }
}
