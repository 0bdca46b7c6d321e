package io.nuodb.backup.simulator.domain.lbquery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Reads a filter expression from left to right; positions count characters from 0. */
final class ProcessFilterParser {
  private static final Map<String, String> FIELDS =
      Map.of(
          "start_id", "startId",
          "server_id", "host",
          "node_id", "nodeId",
          "pid", "pid",
          "address", "address",
          "hostname", "hostname");
  private static final Map<String, String> MAPS = Map.of("label", "labels", "option", "options");

  private final String text;
  private int position;

  ProcessFilterParser(String text) {
    this.text = text;
  }

  ProcessFilter parse() {
    ProcessFilter filter = filter();
    skipSpace();
    if (position < text.length()) {
      throw expected("the end", position);
    }
    return filter;
  }

  private ProcessFilter filter() {
    skipSpace();
    int start = position;
    String name = take(ProcessFilterParser::isIdentifierPart);
    if (name.equals("any")) {
      return new ProcessFilter.Any();
    }
    if (FIELDS.containsKey(name)) {
      open();
      return new ProcessFilter.Value(List.of(FIELDS.get(name)), lastPattern());
    }
    if (MAPS.containsKey(name)) {
      open();
      return new ProcessFilter.Value(List.of(MAPS.get(name), identifier()), lastPattern());
    }
    return switch (name) {
      case "not" -> new ProcessFilter.Not(onlyFilter());
      case "and" -> new ProcessFilter.And(filters());
      case "or" -> new ProcessFilter.Or(filters());
      case "first" -> new ProcessFilter.First(filters());
      case "colocated" ->
          throw new FilterSyntaxException("colocated is of use to SQL clients only,", start);
      default -> throw expected("a filter", start);
    };
  }

  private ProcessFilter onlyFilter() {
    open();
    ProcessFilter filter = filter();
    close();
    return filter;
  }

  private List<ProcessFilter> filters() {
    open();
    List<ProcessFilter> filters = new ArrayList<>();
    do {
      filters.add(filter());
      skipSpace();
    } while (position < text.length() && text.charAt(position) != ')');
    close();
    return filters;
  }

  private String identifier() {
    skipSpace();
    int start = position;
    String identifier = take(ProcessFilterParser::isIdentifierPart);
    if (identifier.isEmpty()) {
      throw expected("an identifier", start);
    }
    return identifier;
  }

  /** A pattern and the parenthesis after it. */
  private ValuePattern lastPattern() {
    skipSpace();
    int start = position;
    String pattern = take(ProcessFilterParser::isPatternPart);
    List<String> alternatives = List.of(pattern.split(",", -1));
    for (String alternative : alternatives) {
      int asterisk = alternative.indexOf('*');
      boolean single = asterisk == alternative.lastIndexOf('*');
      boolean outside = asterisk <= 0 || asterisk == alternative.length() - 1;
      if (alternative.isEmpty() || !single || !outside) {
        throw expected("a pattern", start);
      }
    }
    close();
    return new ValuePattern(alternatives);
  }

  private void open() {
    expect('(');
  }

  private void close() {
    expect(')');
  }

  private void expect(char character) {
    skipSpace();
    if (position >= text.length() || text.charAt(position) != character) {
      throw expected("'" + character + "'", position);
    }
    position++;
  }

  private void skipSpace() {
    take(Character::isWhitespace);
  }

  private String take(IntPredicate part) {
    int start = position;
    while (position < text.length() && part.test(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  private static boolean isIdentifierPart(int character) {
    return Character.isLetterOrDigit(character) || character == '_' || character == '-';
  }

  private static boolean isPatternPart(int character) {
    return character != '(' && character != ')' && !Character.isWhitespace(character);
  }

  private static FilterSyntaxException expected(String what, int position) {
    return new FilterSyntaxException("Expected " + what, position);
  }
}
