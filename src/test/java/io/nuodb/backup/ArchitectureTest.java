package io.nuodb.backup;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who may know whom: the lines that keep decisions pure and the images apart. */
class ArchitectureTest {
  private static final String ROOT = "io.nuodb.backup";

  private static final JavaClasses PROJECT =
      new ClassFileImporter()
          .withImportOption(ArchitectureTest::isProjectCode)
          .importPackages(ROOT);

  /** The main classes and the simulator's, which are compiled beside the tests. */
  private static boolean isProjectCode(Location location) {
    return location.contains("/classes/")
        || location.matches(Pattern.compile(".*/test-classes/io/nuodb/backup/simulator/.*"))
            && !location.matches(Pattern.compile(".*(Test|Properties|Bench)(\\$.*)?\\.class"));
  }

  @Test
  void apiKnowsNobody() {
    knowsOnly("api");
  }

  @Test
  void jobKnowsNobody() {
    knowsOnly("job");
  }

  @Test
  void planKnowsApiAndJob() {
    knowsOnly("plan", "api", "job");
  }

  @Test
  void operatorKnowsApiPlanAndJob() {
    knowsOnly("operator", "api", "plan", "job");
  }

  @Test
  void nuodbKnowsNobody() {
    knowsOnly("nuodb");
  }

  @Test
  void agentKnowsNuodbAndJob() {
    knowsOnly("agent", "nuodb", "job");
  }

  @Test
  void simulatorKnowsNobodyAndNobodyKnowsIt() {
    knowsOnly("simulator");
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".simulator..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".simulator..")
        .check(PROJECT);
  }

  @Test
  void planIsPure() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".plan..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8.kubernetes.client..", "io.javaoperatorsdk..", "org.slf4j..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .check(PROJECT);
  }

  @Test
  void agentAndNuodbKnowNeitherKubernetesNorQuarkus() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".agent..", ROOT + ".nuodb..", ROOT + ".job..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..", "io.quarkus..", "jakarta..")
        .check(PROJECT);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(PROJECT);
  }

  private static void knowsOnly(String layer, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = ROOT + "." + layer + "..";
    for (int i = 0; i < others.length; i++) {
      allowed[i + 1] = ROOT + "." + others[i] + "..";
    }
    classes()
        .that()
        .resideInAPackage(ROOT + "." + layer + "..")
        .should()
        .onlyDependOnClassesThat(not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(allowed)))
        .check(PROJECT);
  }
}
