package org.crosslayer.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;

/// The boundaries inside the engine. Each rule says why it is there; there are no exceptions.
@AnalyzeClasses(packages = "org.crosslayer.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "org.crosslayer.engine";

    /// Packages from the bottom up: each may import those before it. The façade, the root package, comes last.
    private static final List<String> LAYERS = List.of(
            "error",
            "task",
            "tensor",
            "format",
            "tokenizer",
            "backend",
            "model",
            "capture",
            "similarity",
            "sharing",
            "evaluation",
            "fitting",
            "experiment");

    private static final List<String> DJL_BINDINGS = List.of(
            "ai.djl.huggingface.tokenizers.jni.TokenizersLibrary", "ai.djl.huggingface.tokenizers.jni.CharSpan");

    @ArchTest
    static final ArchRule PACKAGES_IMPORT_ONLY_WHAT_LIES_BELOW_THEM = layering();

    @ArchTest
    static final ArchRule EVERY_PACKAGE_HAS_ITS_PLACE_IN_THE_ORDER = noClasses()
            .should()
            .resideOutsideOfPackages(packages(0))
            .because("a package outside of the order would be bound by none of these rules: add it to LAYERS");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching(ROOT + ".(*)..")
            .should()
            .beFreeOfCycles()
            .because("packages that need each other are one package with two names");

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_NO_WINDOW = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "javafx..",
                    "java.awt..",
                    "javax.swing..",
                    "org.jfree..",
                    "org.controlsfx..",
                    "org.crosslayer.viz..",
                    "org.crosslayer.app..")
            .because("scripts, servers and tests run the engine where there is no display");

    @ArchTest
    static final ArchRule ONLY_THE_BACKEND_COMPUTES_WITH_ND4J = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".backend..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
            .because("native arrays have owners and must not travel; another backend must be able to take its place");

    @ArchTest
    static final ArchRule THE_FACADE_SHOWS_NO_NATIVE_ARRAY = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(ROOT)
            .and()
            .arePublic()
            .should()
            .notHaveRawReturnType(nativeType())
            .andShould()
            .notHaveRawParameterTypes(describe(
                    "with a type of a maths library", types -> types.stream().anyMatch(nativeType())))
            .because("only immutable heap values leave the engine");

    @ArchTest
    static final ArchRule ONLY_THE_TOKENIZER_USES_DJL = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".tokenizer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .because("DJL contacts a service when it is started its own way; one package knows how to avoid that");

    @ArchTest
    static final ArchRule DJL_IS_USED_FOR_ITS_NATIVE_METHODS_ONLY = noClasses()
            .should()
            .dependOnClassesThat(describe(
                    "belong to DJL but are not its tokenizer bindings",
                    type -> type.getPackageName().startsWith("ai.djl")
                            && !DJL_BINDINGS.contains(
                                    type.getBaseComponentType().getName())))
            .because("everything else of DJL may reach for the network, the home folder or a GPU");

    @ArchTest
    static final ArchRule STANDARD_STREAMS_BELONG_TO_THE_COMMAND_LINE = noClasses()
            .should(ACCESS_STANDARD_STREAMS)
            .because("scripts read the program's output; whatever the engine has to say goes through SLF4J");

    @ArchTest
    static final ArchRule ONE_LOGGING_FACADE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..", "org.apache.log4j..")
            .because("one façade, SLF4J, lets the program decide where words go");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Helpers")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .because("such names gather whatever has no home; a class has one noun");

    @ArchTest
    static final ArchRule NOTHING_IS_SERIALISED_BY_JAVA = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectOutputStream")
            .because("a file from elsewhere must never be able to run code; JSON and safetensors carry everything");

    @ArchTest
    static final ArchRule THE_ENGINE_CONTACTS_NOBODY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.Socket")
            .because("models and texts stay on this machine");

    private static ArchRule layering() {
        ArchRule rules = layer(0);
        for (int i = 1; i < LAYERS.size(); i++) {
            rules = CompositeArchRule.of(rules).and(layer(i));
        }
        return rules;
    }

    private static ArchRule layer(int index) {
        return noClasses()
                .that()
                .resideInAPackage(ROOT + "." + LAYERS.get(index) + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(index + 1))
                .allowEmptyShould(true)
                .because("whoever reads a package must not need to know those above it; see docs/architecture.md");
    }

    /// The packages of all layers from `first` on, and the façade.
    private static String[] packages(int first) {
        List<String> above = new ArrayList<>(List.of(ROOT));
        LAYERS.subList(first, LAYERS.size()).forEach(layer -> above.add(ROOT + "." + layer + ".."));
        return above.toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> nativeType() {
        return describe(
                "of a maths library",
                type -> type.getPackageName().startsWith("org.nd4j")
                        || type.getPackageName().startsWith("org.bytedeco"));
    }
}
