package io.nuodb.backup.simulator.domain.lbquery;

import java.util.List;

/**
 * A pattern of LBQuery: alternatives separated by commas, each a value that may have an asterisk
 * before or after it, or an asterisk alone.
 */
record ValuePattern(List<String> alternatives) {
  boolean matches(String value) {
    return alternatives.stream().anyMatch(alternative -> matches(alternative, value));
  }

  private static boolean matches(String alternative, String value) {
    if (alternative.endsWith("*")) {
      return value.startsWith(alternative.substring(0, alternative.length() - 1));
    }
    if (alternative.startsWith("*")) {
      return value.endsWith(alternative.substring(1));
    }
    return value.equals(alternative);
  }
}
