package io.nuodb.backup.apiserver;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client asked of the API server, in the terms of RBAC, and what that had to say to it. */
final class RequestLog implements Interceptor {
  private static final Pattern RESOURCE =
      Pattern.compile(
          "/apis?(/(?<group>[^/]+))?/v[^/]+(/namespaces/[^/]+)?"
              + "/(?<resource>[a-z]+)(/(?<name>[^/]+)(?<subresource>/(status|log))?)?");
  private static final Map<String, String> CHANGES =
      Map.of("POST", "create", "PUT", "update", "PATCH", "patch", "DELETE", "delete");

  private static final int NOT_FOUND = 404;

  /** While the server prepares itself for a new resource. */
  private static final int TOO_EARLY = 429;

  private final Set<Use> uses = ConcurrentHashMap.newKeySet();
  private final Queue<String> writes = new ConcurrentLinkedQueue<>();
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

  /**
   * @param group API group, empty for the core group
   * @param resource with its subresource, as in {@code backupsets/status}
   */
  record Use(String verb, String group, String resource) {}

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    Matcher path = RESOURCE.matcher(request.uri().getPath());
    if (path.matches()) {
      String group = path.group("group") == null ? "" : path.group("group");
      String subresource = path.group("subresource") == null ? "" : path.group("subresource");
      Use use = new Use(verb(request, path), group, path.group("resource") + subresource);
      uses.add(use);
      if (!request.method().equals("GET")) {
        writes.add(use.verb() + " " + use.resource());
      }
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    warnings.addAll(response.headers("Warning"));
    boolean passing = response.code() == NOT_FOUND || response.code() == TOO_EARLY;
    if (response.code() >= 400 && !passing) {
      refusals.add(response.code() + " " + request.method() + " " + request.uri().getPath());
    }
  }

  private static String verb(HttpRequest request, Matcher path) {
    if (!request.method().equals("GET")) {
      return CHANGES.get(request.method());
    }
    String query = String.valueOf(request.uri().getQuery());
    if (query.contains("watch=true")) {
      return "watch";
    }
    return path.group("name") == null ? "list" : "get";
  }

  Set<Use> uses() {
    return uses;
  }

  /** Each request that changes something, as in {@code update backupsets/status}. */
  List<String> writes() {
    return List.copyOf(writes);
  }

  /** Such as of fields that no schema knows, and of pods that Pod Security would not admit. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Requests that were answered with an error, other than that something is not there yet. */
  List<String> refusals() {
    return List.copyOf(refusals);
  }
}
