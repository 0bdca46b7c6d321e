package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.plan.JobName;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Writes Events on the operator's objects. Their names follow from what they tell, so that telling
 * it twice makes one Event. An Event that cannot be written is logged: it never holds up the work.
 */
final class EventRecorder {
  private static final Logger LOG = Logger.getLogger(EventRecorder.class);

  /** What the API server takes. */
  private static final int LONGEST_MESSAGE = 1024;

  private final KubernetesClient client;
  private final Clock clock;

  EventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  void record(HasMetadata subject, List<Note> notes) {
    for (Note note : notes) {
      LOG.infof(
          "%s %s/%s: %s: %s",
          subject.getKind(),
          subject.getMetadata().getNamespace(),
          subject.getMetadata().getName(),
          note.reason(),
          note.message());
      try {
        client.v1().events().resource(event(subject, note)).create();
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          LOG.warnf("Event %s is lost: %s", note.reason(), e.getMessage());
        }
      }
    }
  }

  private Event event(HasMetadata subject, Note note) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    String hash =
        JobName.hash(subject.getMetadata().getUid() + "/" + note.reason() + "/" + note.occasion());
    String message = note.message();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(subject.getMetadata().getNamespace())
        .withName(subject.getMetadata().getName() + "." + hash)
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(subject.getApiVersion())
        .withKind(subject.getKind())
        .withNamespace(subject.getMetadata().getNamespace())
        .withName(subject.getMetadata().getName())
        .withUid(subject.getMetadata().getUid())
        .endInvolvedObject()
        .withType(note.type().name())
        .withReason(note.reason())
        .withMessage(message.substring(0, Math.min(LONGEST_MESSAGE, message.length())))
        .withNewSource()
        .withComponent(Api.MANAGER)
        .endSource()
        .withReportingComponent(Api.MANAGER)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }
}
