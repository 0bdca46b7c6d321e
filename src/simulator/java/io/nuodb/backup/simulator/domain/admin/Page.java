package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.Request;
import io.nuodb.backup.simulator.domain.lbquery.FilterSyntaxException;
import io.nuodb.backup.simulator.domain.lbquery.ProcessFilter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * A page of a collection, as every listing of the admin REST API returns it.
 *
 * @param maxLimit the most elements that one page can hold
 */
record Page(List<ObjectNode> data, boolean hasNext, int maxLimit) {
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

  /** Filters, orders and cuts the collection as the request's query parameters say. */
  static Page of(Collection<ObjectNode> collection, Request request) {
    return cut(collection.stream().filter(element -> fits(element, request)), request);
  }

  /**
   * Applies the request's filterQuery too, to what its other parameters leave.
   *
   * @param process the process in an element of the collection
   */
  static Page ofProcesses(
      Collection<ObjectNode> collection, Function<ObjectNode, JsonNode> process, Request request) {
    List<ObjectNode> fitting =
        collection.stream().filter(element -> fits(element, request)).toList();
    Predicate<JsonNode> selection =
        filterQuery(request).among(fitting.stream().map(process).toList());
    return cut(fitting.stream().filter(element -> selection.test(process.apply(element))), request);
  }

  private static ProcessFilter filterQuery(Request request) {
    String text = request.query("filterQuery").orElse("any");
    try {
      return ProcessFilter.parse(text);
    } catch (FilterSyntaxException e) {
      throw HttpError.badRequest("Invalid filterQuery '" + text + "'", e.getMessage());
    }
  }

  private static Page cut(Stream<ObjectNode> fitting, Request request) {
    int offset = Math.max(0, request.intQuery("offset").orElse(0));
    int limit = Math.clamp(request.intQuery("limit").orElse(DEFAULT_LIMIT), 1, MAX_LIMIT);
    List<ObjectNode> selected = fitting.sorted(order(request)).toList();
    List<ObjectNode> page = selected.stream().skip(offset).limit(limit).toList();
    return new Page(page, offset + page.size() < selected.size(), MAX_LIMIT);
  }

  private static boolean fits(ObjectNode element, Request request) {
    return request.queryValues("filterBy").stream()
        .allMatch(field -> fits(field(element, field), request.requiredQuery(field)));
  }

  private static boolean fits(JsonNode value, String regex) {
    try {
      return !value.isMissingNode() && Pattern.matches(regex, value.asText());
    } catch (PatternSyntaxException e) {
      throw HttpError.badRequest("Not a regular expression: " + regex, e.getDescription());
    }
  }

  private static Comparator<ObjectNode> order(Request request) {
    Set<String> descending = Set.of(split(request.query("descendingFields").orElse("")));
    Comparator<ObjectNode> order = (a, b) -> 0;
    for (String name : split(request.query("orderBy").orElse(""))) {
      Comparator<ObjectNode> byField = (a, b) -> compare(field(a, name), field(b, name));
      order = order.thenComparing(descending.contains(name) ? byField.reversed() : byField);
    }
    return order;
  }

  /** Ids are text that holds a number; they order as numbers. */
  private static int compare(JsonNode a, JsonNode b) {
    try {
      return Long.compare(Long.parseLong(a.asText()), Long.parseLong(b.asText()));
    } catch (NumberFormatException e) {
      return a.asText().compareTo(b.asText());
    }
  }

  private static JsonNode field(JsonNode element, String dottedName) {
    JsonNode value = element;
    for (String name : dottedName.split("\\.")) {
      value = value.path(name);
    }
    return value;
  }

  private static String[] split(String names) {
    return names.isEmpty() ? new String[0] : names.split(",");
  }
}
