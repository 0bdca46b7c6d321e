package io.nuodb.backup.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The last status that a client wrote of each object. */
final class StatusWrites implements Interceptor {
  private static final String SUBRESOURCE = "/status";

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, String> writes = new ConcurrentHashMap<>();

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    String path = request.uri().getPath();
    if (request.method().equals("PUT") && path.endsWith(SUBRESOURCE) && response.isSuccessful()) {
      writes.put(path.substring(0, path.length() - SUBRESOURCE.length()), request.bodyString());
    }
  }

  Set<String> kinds() {
    return writes.values().stream()
        .map(object -> parse(object).path("kind").asText())
        .collect(Collectors.toSet());
  }

  /** Nothing was pruned, defaulted or rewritten. */
  void assertStored(KubernetesClient client) {
    writes.forEach(
        (path, written) ->
            assertThat(parse(client.raw(path)).path("status"))
                .as(path)
                .isEqualTo(parse(written).path("status")));
  }

  private JsonNode parse(String text) {
    try {
      return json.readTree(text);
    } catch (Exception e) {
      throw new IllegalStateException(text, e);
    }
  }
}
