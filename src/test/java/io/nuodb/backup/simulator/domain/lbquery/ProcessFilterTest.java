package io.nuodb.backup.simulator.domain.lbquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.http.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What filter expressions select, and where they are refused. */
class ProcessFilterTest {
  private static final List<JsonNode> PROCESSES =
      List.of(
          process(0, "te-0", Map.of("zone", "east"), Map.of("mem", "1g")),
          process(1, "sm-0", Map.of("zone", "west", "role", "hotcopy"), Map.of("mem", "2g")),
          process(12, "sm-1", Map.of("zone", "northwest"), Map.of()));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          any                                                  | 0 1 12
          start_id(1)                                          | 1
          start_id(1*)                                         | 1 12
          start_id(*)                                          | 0 1 12
          start_id(0,12)                                       | 0 12
          server_id(nuoadmin-0)                                | 0 1 12
          server_id(nuoadmin-1)                                |
          node_id(2)                                           | 1
          pid(100*)                                            | 0 1
          pid(1012)                                            | 12
          address(10.0.0.1*)                                   | 1 12
          hostname(sm-*)                                       | 1 12
          hostname(*-0)                                        | 0 1
          label(role hotcopy)                                  | 1
          label(role *)                                        | 1
          label(zone *west)                                    | 1 12
          label(zone east,north*)                              | 0 12
          option(mem 2g)                                       | 1
          not(label(role hotcopy))                             | 0 12
          and(hostname(sm-*) label(zone *west) not(pid(1012))) | 1
          or(start_id(0) start_id(12))                         | 0 12
          or(hostname(sm-*) start_id(1))                       | 1 12
          first(label(zone south) label(zone west) any)        | 1
          first(start_id(7) start_id(8))                       |
          and(hostname(sm-*) first(start_id(7) any))           | 1 12
          not(first(start_id(12) any))                         | 0 1
          and ( any  label ( role  hotcopy ) )                 | 1
          """)
  void aFilterSelectsProcesses(String text, String startIds) {
    Predicate<JsonNode> selection = ProcessFilter.parse(text).among(PROCESSES);
    List<String> selected =
        PROCESSES.stream()
            .filter(selection)
            .map(process -> process.path("startId").asText())
            .toList();
    assertThat(selected).isEqualTo(startIds == null ? List.of() : List.of(startIds.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                        | Expected a filter at position 0
          role                      | Expected a filter at position 0
          any any                   | Expected the end at position 4
          label                     | Expected '(' at position 5
          label(role)               | Expected a pattern at position 10
          label( )                  | Expected an identifier at position 7
          label(role hotcopy        | Expected ')' at position 18
          label(role hot copy)      | Expected ')' at position 15
          pid(1,)                   | Expected a pattern at position 4
          pid(*1*)                  | Expected a pattern at position 4
          pid(1*2)                  | Expected a pattern at position 4
          or()                      | Expected a filter at position 3
          and(any, any)             | Expected a filter at position 7
          not(any any)              | Expected ')' at position 8
          random(any)               | Expected a filter at position 0
          or(any colocated)         | colocated is of use to SQL clients only, at position 7
          """)
  void whatIsNoFilterIsRefusedWithItsPosition(String text, String problem) {
    assertThatThrownBy(() -> ProcessFilter.parse(text))
        .isInstanceOf(FilterSyntaxException.class)
        .hasMessage(problem);
  }

  private static JsonNode process(
      int startId, String hostname, Map<String, String> labels, Map<String, String> options) {
    return Json.MAPPER.valueToTree(
        Map.of(
            "startId",
            String.valueOf(startId),
            "host",
            "nuoadmin-0",
            "nodeId",
            startId + 1,
            "pid",
            1000 + startId,
            "address",
            "10.0.0." + startId,
            "hostname",
            hostname,
            "labels",
            labels,
            "options",
            options));
  }
}
