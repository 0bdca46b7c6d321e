package io.nuodb.backup.simulator.domain.lbquery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * A filter expression of NuoDB's LBQuery syntax, applied to processes as the admin REST API shows
 * them (NuoDB's documentation, "Load Balancer Policies").
 */
public sealed interface ProcessFilter {
  /**
   * @throws FilterSyntaxException when the text is no filter expression
   */
  static ProcessFilter parse(String text) {
    return new ProcessFilterParser(text).parse();
  }

  /** What the filter selects from these processes: {@code first} looks at all of them. */
  Predicate<JsonNode> among(Collection<? extends JsonNode> processes);

  /** {@code any}: every process. */
  record Any() implements ProcessFilter {
    @Override
    public Predicate<JsonNode> among(Collection<? extends JsonNode> processes) {
      return process -> true;
    }
  }

  /**
   * A value of the process that matches a pattern, as with {@code pid(4*)} or {@code label(role
   * hotcopy)}. A process without the value does not match.
   *
   * @param path names of nested fields in the process
   */
  record Value(List<String> path, ValuePattern pattern) implements ProcessFilter {
    @Override
    public Predicate<JsonNode> among(Collection<? extends JsonNode> processes) {
      return this::matches;
    }

    private boolean matches(JsonNode process) {
      JsonNode value = process;
      for (String name : path) {
        value = value.path(name);
      }
      return !value.isMissingNode() && pattern.matches(value.asText());
    }
  }

  /** {@code not}: every process that the filter does not select. */
  record Not(ProcessFilter filter) implements ProcessFilter {
    @Override
    public Predicate<JsonNode> among(Collection<? extends JsonNode> processes) {
      return filter.among(processes).negate();
    }
  }

  /** {@code and}: the processes that all filters select. */
  record And(List<ProcessFilter> filters) implements ProcessFilter {
    @Override
    public Predicate<JsonNode> among(Collection<? extends JsonNode> processes) {
      return filters.stream()
          .map(filter -> filter.among(processes))
          .reduce(process -> true, Predicate::and);
    }
  }

  /** {@code or}: the processes that at least one of the filters selects. */
  record Or(List<ProcessFilter> filters) implements ProcessFilter {
    @Override
    public Predicate<JsonNode> among(Collection<? extends JsonNode> processes) {
      return filters.stream()
          .map(filter -> filter.among(processes))
          .reduce(process -> false, Predicate::or);
    }
  }

  /** {@code first}: what the first filter selects that selects anything. */
  record First(List<ProcessFilter> filters) implements ProcessFilter {
    @Override
    public Predicate<JsonNode> among(Collection<? extends JsonNode> processes) {
      return filters.stream()
          .map(filter -> filter.among(processes))
          .filter(selection -> processes.stream().anyMatch(selection))
          .findFirst()
          .orElse(process -> false);
    }
  }
}
