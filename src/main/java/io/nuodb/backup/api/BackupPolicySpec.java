package io.nuodb.backup.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;

/** What the user asks of a policy. Optional parts that were left out are null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupPolicySpec(
    @Required @JsonPropertyDescription("The NuoDB database to back up.") Database database,
    @JsonPropertyDescription(
            "The NuoDB image whose nuoarchive restores this policy's backup sets. Defaults to the"
                + " image of the storage manager's container.")
        Engine engine,
    @Required @JsonPropertyDescription("The storage managers whose archives are copied.")
        StorageManagers storageManagers,
    @Default("/var/opt/nuodb/backup")
        @Pattern("^/[^\\s]*[^\\s/]$")
        @JsonPropertyDescription(
            "Directory inside the storage manager's container that holds the backup sets; a"
                + " PersistentVolumeClaim must be mounted there or above.")
        String backupRoot,
    @JsonPropertyDescription(
            "When hot copies are taken. Without schedules only onDemand starts them.")
        Schedules schedules,
    @JsonPropertyDescription(
            "Hot copies asked for by hand: a new token starts one hot copy of that type on each"
                + " selected storage manager; the same token never starts a second.")
        OnDemand onDemand,
    @JsonPropertyDescription(
            "True stops new hot copies from starting, scheduled or on demand. Running ones go on.")
        Boolean suspend,
    @JsonPropertyDescription("Limits of each hot copy.") HotCopy hotCopy,
    @JsonPropertyDescription(
            "When a backup set is large enough: a full hot copy then makes the next one as soon as"
                + " it may, whatever the schedule says.")
        Rotation rotation,
    @JsonPropertyDescription("What the backups are for; conditions tell whether it is met.")
        Objectives objectives) {
  public static final String DEFAULT_BACKUP_ROOT = "/var/opt/nuodb/backup";

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Database(
      @Required
          @Size(min = 1, max = 128)
          @Pattern("^[A-Za-z0-9_][A-Za-z0-9_.-]*$")
          @JsonPropertyDescription("Name of the database in its NuoDB domain.")
          String name,
      @JsonPropertyDescription("How the domain's admin process is reached.") Admin admin) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "!has(self.tls) || !has(self.url) || self.url.startsWith('https://')",
      message = "tls goes with an https url")
  @ValidationRule(
      value =
          "!has(self.basicAuthSecretRef) || has(self.tls)"
              + " || has(self.url) && self.url.startsWith('https://')",
      message = "basicAuthSecretRef needs tls or an https url: the password must not be readable")
  public record Admin(
      @Pattern("^https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?$")
          @JsonPropertyDescription(
              "URL of the NuoDB admin REST API. Defaults to http://nuodb.<namespace>.svc:8888, the"
                  + " service of NuoDB's Helm chart, or to https there when tls is given.")
          String url,
      @JsonPropertyDescription("The admin process serves https.") Tls tls,
      @JsonPropertyDescription(
              "Secret of this namespace with the keys username and password, as of type"
                  + " kubernetes.io/basic-auth, of a NuoDB user.")
          SecretReference basicAuthSecretRef) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "has(self.caSecretRef) || has(self.clientSecretRef)",
      message = "tls has a caSecretRef, a clientSecretRef or both")
  @ValidationRule(
      value = "has(self.caSecretRef) || !has(self.verifyHostname) || self.verifyHostname",
      message = "verifyHostname is false only with a caSecretRef")
  public record Tls(
      @JsonPropertyDescription(
              "Secret of this namespace with the certificate, in PEM format, that the admin"
                  + " process's must chain to; NuoDB's Helm chart names it nuodb-ca-cert. Without"
                  + " it one of the publicly known authorities must have signed it.")
          CaSecretReference caSecretRef,
      @JsonPropertyDescription(
              "Secret of this namespace with the certificate and private key, in one PEM file, by"
                  + " which the admin process knows its clients; NuoDB's Helm chart names it"
                  + " nuodb-client-pem.")
          ClientSecretReference clientSecretRef,
      @JsonPropertyDescription(
              "Whether the admin process's certificate must be for the host in the url. Defaults to"
                  + " false, as with nuocmd, and to true without a caSecretRef.")
          Boolean verifyHostname) {}

  public record CaSecretReference(
      @Required @Size(min = 1) @JsonPropertyDescription("Name of the Secret.") String name,
      @Default(CaSecretReference.DEFAULT_KEY)
          @Pattern(SECRET_KEY)
          @JsonPropertyDescription("Key in the Secret.")
          String key) {
    public static final String DEFAULT_KEY = "ca.cert";
  }

  public record ClientSecretReference(
      @Required @Size(min = 1) @JsonPropertyDescription("Name of the Secret.") String name,
      @Default(ClientSecretReference.DEFAULT_KEY)
          @Pattern(SECRET_KEY)
          @JsonPropertyDescription("Key in the Secret.")
          String key) {
    public static final String DEFAULT_KEY = "nuocmd.pem";
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Engine(
      @Size(min = 1) @JsonPropertyDescription("Image that has /bin/sh and nuoarchive.")
          String image,
      @JsonPropertyDescription("Secrets of this namespace with which the image is pulled.")
          List<SecretReference> imagePullSecrets) {}

  public record SecretReference(
      @Required @Size(min = 1) @JsonPropertyDescription("Name of the Secret.") String name) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "!has(self.mode) || self.mode != 'Coordinated' || !has(self.redundancy)"
              + " || !has(self.redundancy.perTopology)",
      message = "perTopology is for mode Independent: a coordinated hot copy takes the whole group")
  public record StorageManagers(
      @Required
          @JsonPropertyDescription(
              "Selects the storage managers' pods in the policy's namespace by their labels. An"
                  + " empty selector is refused.")
          PodSelector selector,
      @JsonPropertyDescription(
              "Independent (default): each archive has hot copies of its own. Coordinated: one hot"
                  + " copy over all archives of a group, consistent over them, as storage groups"
                  + " need it.")
          Mode mode,
      @JsonPropertyDescription(
              "Without it every selected storage manager is backed up. With it only some in each"
                  + " failure domain; the others stand by.")
          Redundancy redundancy) {
    public StorageManagers(PodSelector selector) {
      this(selector, null, null);
    }
  }

  public enum Mode {
    Independent,
    Coordinated
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Redundancy(
      @Required
          @Size(min = 1, max = 317)
          @JsonPropertyDescription(
              "Label of the storage managers' pods whose values are the failure domains, such as"
                  + " topology.kubernetes.io/zone. With mode Coordinated each value is a group.")
          String topologyKey,
      @Min(1)
          @Max(100)
          @JsonPropertyDescription(
              "How many storage managers of each domain are backed up. Defaults to 1. Those that"
                  + " keep their journals for journal hot copies are always backed up, beyond that"
                  + " number.")
          Integer perTopology) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "!has(self.journal) || has(self.full) || has(self.incremental)",
      message =
          "journal hot copies need full or incremental ones to start from: add a full or an"
              + " incremental schedule")
  public record Schedules(
      @Default("UTC")
          @Size(min = 1)
          @JsonPropertyDescription(
              "IANA time zone in which the cron expressions are read, such as Europe/London.")
          String timeZone,
      @JsonPropertyDescription("When full hot copies start; each makes a new backup set.")
          Schedule full,
      @JsonPropertyDescription(
              "When incremental hot copies start; each adds to the newest completed backup set.")
          Schedule incremental,
      @JsonPropertyDescription(
              "When journal hot copies start; each adds to the newest initialised backup set. The"
                  + " storage managers must run with the option journal-hot-copy enable.")
          Schedule journal) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Schedule(
      @Required
          @Pattern(
              "^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|[^\\s@]+(\\s+[^\\s]+){4})$")
          @JsonPropertyDescription(
              "Five-field cron expression as in Kubernetes CronJobs (minute, hour, day of month,"
                  + " month, day of week), or @hourly, @daily, @weekly, @monthly, @yearly.")
          String cron,
      @Pattern(DURATION)
          @JsonPropertyDescription(
              "How late a hot copy may start, such as 90s, 30m or 6h; after that the run is missed."
                  + " Defaults to the time until the next run.")
          String startingDeadline,
      @JsonPropertyDescription(
              "True: the storage managers take turns, one at each time. False (default): all at"
                  + " each time.")
          Boolean interleave,
      @JsonPropertyDescription("True stops this schedule alone.") Boolean suspend) {
    public Schedule(String cron, String startingDeadline, Boolean suspend) {
      this(cron, startingDeadline, null, suspend);
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OnDemand(
      @Size(min = 1, max = 128)
          @JsonPropertyDescription("Any text; a change starts a full hot copy.")
          String full,
      @Size(min = 1, max = 128)
          @JsonPropertyDescription("Any text; a change starts an incremental hot copy.")
          String incremental,
      @Size(min = 1, max = 128)
          @JsonPropertyDescription("Any text; a change starts a journal hot copy.")
          String journal,
      @Size(min = 1, max = 128)
          @JsonPropertyDescription(
              "Any text; a change starts a simple hot copy: an archive that can be used as it is.")
          String simple) {
    public OnDemand(String full, String incremental) {
      this(full, incremental, null, null);
    }

    public String of(HotCopyType type) {
      return switch (type) {
        case FULL -> full;
        case INCREMENTAL -> incremental;
        case JOURNAL -> journal;
        case SIMPLE -> simple;
      };
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "!has(self.maxRate) || quantity(string(self.maxRate)).isGreaterThan(quantity('0'))",
      message = "maxRate is greater than zero")
  public record HotCopy(
      @JsonPropertyDescription(
              "Most bytes per second that a hot copy reads and writes on one storage manager, such"
                  + " as 50M. Without it NuoDB does not throttle.")
          Quantity maxRate,
      @Default("24h")
          @Pattern(DURATION)
          @JsonPropertyDescription(
              "How long a hot copy may take, such as 90m or 6h; then it is cancelled.")
          String timeout,
      @Default("2")
          @Min(0)
          @Max(10)
          @JsonPropertyDescription(
              "How often a hot copy that failed is tried again, with growing pauses and until its"
                  + " starting deadline. Waiting for what is in the way counts as none.")
          Integer retries) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rotation(
      @Min(1) @JsonPropertyDescription("Most incremental hot copies of one backup set.")
          Integer maxIncrementals,
      @Min(1) @JsonPropertyDescription("Most journal hot copies of one backup set.")
          Integer maxJournals,
      @ValidationRule(value = "self > 0.0", message = "maxGrowth is greater than zero")
          @JsonPropertyDescription(
              "Most bytes of a set's incremental and journal hot copies, as a multiple of its full"
                  + " one's, such as 1.5.")
          Double maxGrowth) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Objectives(
      @Pattern(DURATION)
          @JsonPropertyDescription(
              "Recovery point objective: how much of the newest work may be lost, such as 30m.")
          String rpo,
      @Pattern(DURATION)
          @JsonPropertyDescription(
              "Recovery time objective: how long a restore may take, such as 1h. A set whose"
                  + " estimated restore takes longer is rotated.")
          String rto) {}

  /**
   * Durations in this API: whole units, as in {@code 90s}, {@code 30m}, {@code 6h}, {@code 14d}.
   */
  public static final String DURATION = "^[1-9][0-9]{0,4}(s|m|h|d)$";

  /** What Kubernetes allows as a key of a Secret, but for a path of dots alone. */
  private static final String SECRET_KEY = "^[-._a-zA-Z0-9]*[-_a-zA-Z0-9][-._a-zA-Z0-9]*$";
}
