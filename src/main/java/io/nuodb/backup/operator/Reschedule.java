package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** When an object is looked at again though nothing is heard of it. */
final class Reschedule {
  private static final Logger LOG = Logger.getLogger(Reschedule.class);
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(500);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  /** Timers may fire a trifle early. */
  private static final Duration MARGIN = Duration.ofMillis(2);

  private Reschedule() {}

  static <P extends HasMetadata> UpdateControl<P> at(Optional<Instant> instant, Clock clock) {
    UpdateControl<P> control = UpdateControl.noUpdate();
    instant.ifPresent(
        time -> {
          Duration wait = Duration.between(clock.instant(), time).plus(MARGIN);
          control.rescheduleAfter(wait.isPositive() ? wait : MARGIN);
        });
    return control;
  }

  /** For ever, at a bounded pace: retries that run out would leave the object unattended. */
  static <P extends HasMetadata> ErrorStatusUpdateControl<P> after(P object, Exception e) {
    String name = object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    boolean conflict =
        e instanceof KubernetesClientException failure
            && failure.getCode() == HttpURLConnection.HTTP_CONFLICT;
    if (conflict) {
      LOG.debugf("%s %s changed meanwhile", object.getKind(), name);
    } else {
      LOG.errorf(e, "%s %s could not be reconciled", object.getKind(), name);
    }
    return ErrorStatusUpdateControl.<P>noStatusUpdate()
        .rescheduleAfter(conflict ? AFTER_CONFLICT : AFTER_FAILURE);
  }
}
