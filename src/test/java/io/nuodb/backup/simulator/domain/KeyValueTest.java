package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nuodb.backup.simulator.domain.admin.AdminProcess;
import io.nuodb.backup.simulator.domain.http.HttpError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key-value store, with the requests that nuocmd sends. */
class KeyValueTest {
  private static final String KEY = "%2Fnuodb%2Fnuobackup%2Fdemo%2Fgroup%2B1%2Flatest";
  private static final String OTHER_KEY = "%2Fnuodb%2Fnuobackup%2Fdemo";

  @TempDir private Path directory;
  private AdminProcess admin;
  private AdminRequests requests;

  @BeforeEach
  void start() throws IOException {
    admin = new AdminProcess(directory, 0, "nuoadmin-0", Duration.ofMinutes(1), Clock.systemUTC());
    requests = new AdminRequests(admin.port());
  }

  @AfterEach
  void stop() {
    requests.close();
    admin.close();
  }

  @Test
  void anAbsentKeyHasNoValue() throws Exception {
    assertThat(requests.get("kvstore/" + KEY).has("value")).isFalse();
  }

  @Test
  void valuesOutliveTheAdmin() throws Exception {
    set(KEY, "ü 1", null, true);
    set(OTHER_KEY, "", null, false);
    stop();
    start();
    assertThat(value(KEY)).isEqualTo("ü 1");
    assertThat(value(OTHER_KEY)).isEmpty();
  }

  @Test
  void aValueIsSetIfThePresentOneIsAsExpected() throws Exception {
    set(KEY, "1", null, true);
    assertRefused("2", null, true);
    assertRefused("2", "0", false);
    assertRefused("2", "", false);
    assertThat(value(KEY)).isEqualTo("1");
    set(KEY, "2", "1", false);
    assertThat(value(KEY)).isEqualTo("2");
    set(KEY, "3", null, false);
    assertThat(value(KEY)).isEqualTo("3");
  }

  @Test
  void anEmptyExpectedValueMatchesAnAbsentKey() throws Exception {
    assertRefused("1", "0", false);
    set(KEY, "1", "", false);
    assertThat(value(KEY)).isEqualTo("1");
  }

  private void assertRefused(String value, String expected, boolean absent) {
    assertThatThrownBy(() -> set(KEY, value, expected, absent))
        .isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status()).isEqualTo(409))
        .hasMessageContaining("key=/nuodb/nuobackup/demo/group+1/latest");
  }

  private String value(String key) throws Exception {
    return requests.get("kvstore/" + key).path("value").asText();
  }

  private void set(String key, String value, String expected, boolean absent) throws Exception {
    Map<String, Object> body = new HashMap<>();
    body.put("newValue", value);
    body.put("expectedValue", expected);
    body.put("expectedAbsent", absent);
    requests.put("kvstore/" + key, body);
  }
}
