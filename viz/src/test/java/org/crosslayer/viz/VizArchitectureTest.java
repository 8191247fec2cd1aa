package org.crosslayer.viz;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

@AnalyzeClasses(packages = "org.crosslayer.viz", importOptions = ImportOption.DoNotIncludeTests.class)
class VizArchitectureTest {
    @ArchTest
    static final ArchRule picturesKnowNoModels = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.crosslayer.engine..", "org.crosslayer.app..", "org.nd4j..", "org.bytedeco..")
            .because("a picture of labelled numbers serves any engine, and is tested without one");

    @ArchTest
    static final ArchRule otherToolkitsStayAtTheEdge = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.crosslayer.viz.chart..", "org.crosslayer.viz.export..", "org.crosslayer.viz.paper..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.awt..", "javax.imageio..", "org.jfree..")
            .because("AWT starts slowly and its types share names with JavaFX");

    @ArchTest
    static final ArchRule noSwing = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.swing..", "javafx.embed.swing..")
            .because("two event threads in one window deadlock");

    @ArchTest
    static final ArchRule exportNeedsNoDisplay = noClasses()
            .that()
            .resideInAnyPackage("org.crosslayer.viz.export..", "org.crosslayer.viz.paper..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..")
            .because("figures are also rendered on servers where the toolkit cannot start");

    @ArchTest
    static final ArchRule colorsNeedNoToolkit = noClasses()
            .that()
            .resideInAPackage("org.crosslayer.viz.color..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "java.awt..")
            .because("one table of colours serves window and file");

    @ArchTest
    static final ArchRule noStandardStreams =
            GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because("logs go through SLF4J");
}
