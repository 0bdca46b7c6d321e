package io.nuodb.backup.simulator.domain.lbquery;

/** A text is no filter expression; the message says what was expected, and where. */
public final class FilterSyntaxException extends RuntimeException {
  FilterSyntaxException(String problem, int position) {
    super(problem + " at position " + position);
  }
}
