package org.crosslayer.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// The directions of import that keep the window in parts, each with its reason.
class AppArchitectureTest {
    private static final List<String> FEATURES = List.of(
            "project",
            "overview",
            "maps",
            "alignment",
            "sharing",
            "measures",
            "experiment",
            "composer",
            "details",
            "generation",
            "inspector",
            "parity",
            "log",
            "history",
            "shell");

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.crosslayer");

    private static void holds(ArchRule rule) {
        rule.check(OURS);
    }

    @Test
    void featuresMeetOnlyInTheWorkspace() {
        for (String feature : FEATURES) {
            String[] others = FEATURES.stream()
                    .filter(other -> !other.equals(feature))
                    .map(other -> "org.crosslayer.app." + other + "..")
                    .toArray(String[]::new);
            holds(noClasses()
                    .that()
                    .resideInAPackage("org.crosslayer.app." + feature + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .because("a pane that knows another cannot be tried, moved or replaced alone"));
        }
    }

    @Test
    void whatIsSharedKnowsNoPane() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(
                        "org.crosslayer.app.workspace..", "org.crosslayer.app.task..", "org.crosslayer.app.control..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FEATURES.stream()
                        .map(feature -> "org.crosslayer.app." + feature + "..")
                        .toArray(String[]::new))
                .because("panes read the workspace, the workspace does not read panes"));
    }

    @Test
    void viewModelsAndTheWorkspaceKnowNoScene() {
        String[] scene = {"javafx.scene..", "javafx.stage..", "org.controlsfx..", "org.crosslayer.viz.."};
        holds(noClasses()
                .that()
                .haveSimpleNameEndingWith("ViewModel")
                .or()
                .resideInAPackage("org.crosslayer.app.workspace..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(scene)
                .because("what decides must be testable without a toolkit"));
    }

    @Test
    void threadsAreStartedInOnePlace() {
        holds(noClasses()
                .that()
                .resideInAPackage("org.crosslayer.app..")
                .and()
                .resideOutsideOfPackages("org.crosslayer.app.task..", "org.crosslayer.app.cli..")
                .and()
                .doNotHaveSimpleName("Launcher")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("javafx.application.Platform")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("javafx.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Executors.class)
                .because("a model is used by one thread at a time, and only app.task knows which"));
    }

    @Test
    void modelsAndPicturesDoNotKnowEachOther() {
        holds(noClasses()
                .that()
                .resideInAPackage("org.crosslayer.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "java.awt..", "org.crosslayer.viz..", "org.crosslayer.app..")
                .because("the engine also runs where there is no display"));
        holds(noClasses()
                .that()
                .resideInAPackage("org.crosslayer.viz..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.crosslayer.engine..", "org.crosslayer.app..", "org.nd4j..")
                .because("pictures draw any labelled numbers"));
    }

    @Test
    void onlyTheCommandLineWritesToTheStandardStreams() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("org.crosslayer.app.cli..")
                .and()
                .doNotHaveSimpleName("Launcher")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace", PrintStream.class)
                .because("everything else is a log, and the log has one way out"));
    }

    @Test
    void namesSayWhatAThingIs() {
        holds(noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .because("such names take in anything"));
    }

    @Test
    void theEngineIsAskedThroughItsFrontDoor() {
        holds(noClasses()
                .that(resideInAPackage("org.crosslayer.app.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j..", "org.bytedeco..", "ai.djl..")
                .because("native memory must never reach the window"));
    }

    @Test
    void viewModelsAreFinal() {
        holds(classes()
                .that()
                .haveSimpleNameEndingWith("ViewModel")
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .because("they register themselves as listeners while they are built"));
    }
}
