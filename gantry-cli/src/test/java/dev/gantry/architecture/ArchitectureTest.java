package dev.gantry.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.gantry.random.Seeds;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The main classes keep every rule, and every rule catches the violation planted for it. */
final class ArchitectureTest {
    private static final String ROOT = "dev.gantry";
    private static final String PLANTED = ROOT + ".architecture.planted";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    static Set<String> rules() {
        return Rules.forRoot(ROOT).keySet();
    }

    @Test
    void main_classes_are_those_of_core_and_cli() {
        assertThat(MAIN.contain(Seeds.class)).isTrue();
        assertThat(MAIN.containPackage(ROOT + ".cli")).isTrue();
        assertThat(MAIN.contain(ArchitectureTest.class)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void main_classes_keep(String rule) {
        rule(rule, ROOT).check(MAIN);
    }

    /**
     * The root of a rule's fixtures is {@code planted.RULE}. Its classes named {@code Planted...} break the rule, each of
     * them; those named {@code Permitted...} come close and keep it.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void planted_violation_is_caught(String rule) {
        String root = PLANTED + "." + rule.replaceFirst(" of .*", "");
        JavaClasses fixtures = new ClassFileImporter().importPackages(root);
        List<String> planted = named(fixtures, fixturesOf(rule), "Planted");
        List<String> permitted = named(fixtures, root, "Permitted");

        List<String> found = rule(rule, root).evaluate(fixtures).getFailureReport().getDetails().stream()
                .flatMap(String::lines)
                .toList();

        assertThat(planted).as("fixtures in %s that break the rule", root).isNotEmpty();
        assertThat(planted).allSatisfy(name -> assertThat(found).anyMatch(line -> accuses(line, name)));
        assertThat(permitted).allSatisfy(name -> assertThat(found).noneMatch(line -> accuses(line, name)));
    }

    /** Where a rule's fixtures begin; the rules about imports share a root, each with its own room. */
    private static String fixturesOf(String rule) {
        return PLANTED + "." + rule.replaceFirst(" of ", ".");
    }

    private static ArchRule rule(String name, String root) {
        return Objects.requireNonNull(Rules.forRoot(root).get(name));
    }

    private static List<String> named(JavaClasses classes, String prefix, String simpleName) {
        return classes.stream()
                .filter(type -> type.getName().startsWith(prefix))
                .filter(type -> type.getSimpleName().startsWith(simpleName))
                .map(type -> type.getName())
                .sorted()
                .toList();
    }

    /** Whether the first class that a line of a report names is this one, or one of its members. */
    private static boolean accuses(String line, String name) {
        int start = line.indexOf('<') + 1;
        int end = start + name.length();
        return line.startsWith(name, start) && (line.charAt(end) == '.' || line.charAt(end) == '>');
    }
}
