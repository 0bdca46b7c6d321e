package io.nuodb.backup.simulator.domain.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The properties of a row change, which is no record: the store knows nothing of JSON. */
abstract class RowChangeJson {
  @JsonCreator
  RowChangeJson(
      @JsonProperty("table") String table,
      @JsonProperty("key") long key,
      @JsonProperty("value") String value) {}

  @JsonProperty
  abstract String table();

  @JsonProperty
  abstract long key();

  @JsonProperty
  abstract String value();
}
