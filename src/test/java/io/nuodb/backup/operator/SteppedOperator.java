package io.nuodb.backup.operator;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Ignore;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.nuodb.backup.api.BackupPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An operator for policies whose timers follow a clock that the test sets: a policy that wants to
 * be looked at again says so, and is when the test says that it is time.
 */
final class SteppedOperator implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Stepped reconciler;
  private final Operator operator;
  private final String namespace;

  SteppedOperator(KubernetesClient client, String namespace, Clock clock) {
    this.namespace = namespace;
    this.reconciler = new Stepped(clock);
    this.operator =
        new Operator(
            configuration ->
                configuration
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .checkingCRDAndValidateLocalModel(false)
                    .withUseSSAToPatchPrimaryResource(false));
    operator.register(reconciler);
    operator.start();
  }

  /** When the first of the policies wants to be looked at again. */
  Optional<Instant> nextWakeUp() {
    return reconciler.nextWakeUp();
  }

  /** Looks at all policies whose time has come. */
  void wake(Instant now) {
    Collection<String> due = reconciler.takeDue(now);
    Map<String, Integer> before = reconciler.counts();
    due.forEach(policy -> reconciler.timer.propagateEvent(new ResourceID(policy, namespace)));
    awaitReconciled(due, before);
  }

  /** Does something that may concern the policies, and has the operator look at them. */
  void hears(Collection<String> policies, Runnable event) {
    Map<String, Integer> before = reconciler.counts();
    event.run();
    policies.forEach(policy -> reconciler.timer.propagateEvent(new ResourceID(policy, namespace)));
    awaitReconciled(policies, before);
  }

  void awaitReconciled(Collection<String> policies) {
    awaitReconciled(policies, Map.of());
  }

  private void awaitReconciled(Collection<String> policies, Map<String, Integer> before) {
    await("the operator to look at " + policies)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              Map<String, Integer> now = reconciler.counts();
              return reconciler.idle()
                  && policies.stream()
                      .allMatch(it -> now.getOrDefault(it, 0) > before.getOrDefault(it, 0));
            });
  }

  @Override
  public void close() {
    operator.stop();
  }

  @Ignore
  @ControllerConfiguration(name = "backuppolicy", generationAwareEventProcessing = true)
  static final class Stepped extends BackupPolicyReconciler {
    private final SimpleInboundEventSource<BackupPolicy> timer =
        new SimpleInboundEventSource<>("timer");
    private final Clock clock;
    private final Map<String, Instant> wakeUps = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private int atWork;

    Stepped(Clock clock) {
      super(TestOperator.CONFIG, clock, new PolicyMetrics(clock));
      this.clock = clock;
    }

    /** This clock is never set behind the operator's back. */
    @Override
    Duration longestSleep() {
      return Duration.ofDays(1000);
    }

    @Override
    public List<EventSource<?, BackupPolicy>> prepareEventSources(
        EventSourceContext<BackupPolicy> context) {
      List<EventSource<?, BackupPolicy>> all = new ArrayList<>(super.prepareEventSources(context));
      all.add(timer);
      return all;
    }

    @Override
    public UpdateControl<BackupPolicy> reconcile(
        BackupPolicy policy, Context<BackupPolicy> context) {
      atWork(1);
      try {
        Optional<Long> delay = super.reconcile(policy, context).getScheduleDelay();
        finished(policy.getMetadata().getName(), delay.map(clock.instant()::plusMillis));
        return UpdateControl.noUpdate();
      } finally {
        atWork(-1);
      }
    }

    private synchronized void atWork(int change) {
      atWork += change;
    }

    private synchronized void finished(String policy, Optional<Instant> wakeUp) {
      counts.merge(policy, 1, Integer::sum);
      wakeUps.remove(policy);
      wakeUp.ifPresent(time -> wakeUps.put(policy, time));
    }

    private synchronized boolean idle() {
      return atWork == 0;
    }

    private synchronized Map<String, Integer> counts() {
      return Map.copyOf(counts);
    }

    private synchronized Optional<Instant> nextWakeUp() {
      return wakeUps.values().stream().min(Instant::compareTo);
    }

    private synchronized Collection<String> takeDue(Instant now) {
      List<String> due =
          wakeUps.entrySet().stream()
              .filter(it -> !it.getValue().isAfter(now))
              .map(Map.Entry::getKey)
              .toList();
      due.forEach(wakeUps::remove);
      return due;
    }
  }
}
