package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.nuodb.backup.api.Api;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/**
 * The mock server by a clock of the test's own. It keeps no Events, but a log of them, and of all
 * Jobs; with a Job goes its pod.
 */
final class SimulatedApiServer extends KubernetesCrudDispatcher implements AutoCloseable {
  private static final Pattern CREATED =
      Pattern.compile("(\"creationTimestamp\"\\s*:\\s*)\"[^\"]*\"");

  private final Clock clock;
  private final KubernetesMockServer server;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Map<String, Event> events = new LinkedHashMap<>();
  private final Queue<Job> newJobs = new ConcurrentLinkedQueue<>();
  private final Queue<Job> abandonedJobs = new ConcurrentLinkedQueue<>();

  SimulatedApiServer(Clock clock) {
    this.clock = clock;
    this.server =
        new KubernetesMockServer(
            new Context(Serialization.jsonMapper()),
            new MockWebServer(),
            new HashMap<>(),
            this,
            false);
    server.init();
  }

  KubernetesClient client() {
    return server.createClient();
  }

  /** Those that were made since this was last asked. */
  List<Job> newJobs() {
    return taken(newJobs);
  }

  /** Those that the operator gave up since this was last asked, as no pod of theirs ran. */
  List<Job> abandonedJobs() {
    return taken(abandonedJobs);
  }

  private static List<Job> taken(Queue<Job> jobs) {
    List<Job> taken = new ArrayList<>();
    for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
      taken.add(job);
    }
    return taken;
  }

  synchronized List<Job> jobs() {
    return List.copyOf(jobs.values());
  }

  synchronized List<Event> events() {
    return List.copyOf(events.values());
  }

  @Override
  public MockResponse handleCreate(RecordedRequest request) {
    MockResponse response = super.handleCreate(request);
    return response.setBody(stamped(new String(response.getBody().getBytes())));
  }

  @Override
  public void processEvent(
      String path,
      AttributeSet pathAttributes,
      AttributeSet oldAttributes,
      GenericKubernetesResource resource,
      String newState) {
    boolean created = oldAttributes == null && newState != null;
    String state = created ? stamped(newState) : newState;
    String kind = resource == null || newState == null ? "" : resource.getKind();
    if (kind.equals("Event")) {
      log(Serialization.unmarshal(state, Event.class));
      return;
    }
    if (kind.equals("Job")) {
      Job job = Serialization.unmarshal(state, Job.class);
      if (created) {
        log(job);
      } else if (abandoned(job)) {
        abandonedJobs.add(job);
      }
    }
    super.processEvent(path, pathAttributes, oldAttributes, resource, state);
  }

  private static boolean abandoned(Job job) {
    boolean running = job.getStatus() == null || job.getStatus().getConditions().isEmpty();
    return running && job.getMetadata().getAnnotations().containsKey(Api.ENDED_BECAUSE_ANNOTATION);
  }

  private synchronized void log(Event event) {
    events.putIfAbsent(event.getMetadata().getName(), event);
  }

  private synchronized void log(Job job) {
    if (jobs.put(job.getMetadata().getName(), job) != null) {
      throw new AssertionError("Job " + job.getMetadata().getName() + " was made twice");
    }
    newJobs.add(job);
  }

  private String stamped(String state) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    return CREATED.matcher(state).replaceFirst("$1\"" + now + "\"");
  }

  @Override
  public MockResponse handleDelete(String path) {
    String job = path.replaceFirst("\\?.*", "");
    if (job.startsWith("/apis/batch/v1/") && job.contains("/jobs/")) {
      super.handleDelete(
          job.replace("/apis/batch/v1", "/api/v1").replace("/jobs/", "/pods/") + "-pod");
    }
    return super.handleDelete(path);
  }

  @Override
  public void close() {
    server.destroy();
  }
}
