package dev.gantry.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The boundary rules between rooms and the habits every main class keeps, as functions of a root package: the same
 * rule runs on {@code dev.gantry} and on a planted root that breaks it.
 */
final class Rules {
    private final String root;

    private Rules(String root) {
        this.root = root;
    }

    /** Every rule by its name, for the rooms below {@code root}. */
    static Map<String, ArchRule> forRoot(String root) {
        Rules rules = new Rules(root);
        Map<String, ArchRule> all = new TreeMap<>();
        all.put("rooms", rules.everyClassLivesInAKnownRoom());
        all.put("foundation", rules.theRootPackageUsesNoRoom());
        all.put("core", rules.coreUsesNeitherStudioNorCommand());
        all.put("natives", rules.nativesStayInTheirRooms());
        all.put("cycles", rules.roomsFormNoCycle());
        all.put("closed", rules.everyClassIsClosed());
        all.put("depth", rules.inheritanceIsShallow());
        all.put("printing", rules.onlyTheCommandPrints());
        all.put("exit", rules.onlyTheCommandExits());
        all.put("randomness", rules.randomnessComesFromSeeds());
        all.put("logging", rules.coreLogsThroughThePlatform());
        all.put("parser", rules.onlyTheCommandParsesOptions());
        for (Room room : Room.ALL) {
            room.imports().ifPresent(allowed -> all.put("imports of " + room.name(), rules.imports(room, allowed)));
        }
        return all;
    }

    // --- Boundaries ---

    private ArchRule imports(Room room, Iterable<String> allowed) {
        DescribedPredicate<JavaClass> permitted = resideInAPackage(root).or(resideInAPackage(room.in(root)));
        for (String name : allowed) {
            permitted = permitted.or(resideInAPackage(root + "." + name + ".."));
        }
        return noClasses()
                .that()
                .resideInAPackage(room.in(root))
                .should()
                .dependOnClassesThat(ours().and(DescribedPredicate.not(permitted))
                        .as("belong to a room other than %s", String.join(", ", allowed)))
                .allowEmptyShould(true);
    }

    private ArchRule everyClassLivesInAKnownRoom() {
        return classes()
                .that(ours())
                .should()
                .resideInAnyPackage(packages(Room.ALL, root))
                .because("a new room comes with its row in Room.ALL")
                .allowEmptyShould(true);
    }

    private ArchRule theRootPackageUsesNoRoom() {
        return noClasses()
                .that()
                .resideInAPackage(root)
                .should()
                .dependOnClassesThat(ours().and(DescribedPredicate.not(resideInAPackage(root))))
                .because("every room stands on it")
                .allowEmptyShould(true);
    }

    private ArchRule coreUsesNeitherStudioNorCommand() {
        return noClasses()
                .that(ours())
                .and()
                .resideOutsideOfPackages(below("studio"), below("cli"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(below("studio"), below("cli")))
                .allowEmptyShould(true);
    }

    private ArchRule nativesStayInTheirRooms() {
        List<Room> rooms = Room.ALL.stream().filter(Room::natives).toList();
        return noClasses()
                .that(ours())
                .and()
                .resideOutsideOfPackages(packages(rooms))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .because("the other rooms work, and are tested, without natives")
                .allowEmptyShould(true);
    }

    private ArchRule roomsFormNoCycle() {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
    }

    private ArchRule onlyTheCommandParsesOptions() {
        return noClasses()
                .that(ours())
                .and()
                .resideOutsideOfPackage(below("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .allowEmptyShould(true);
    }

    private ArchRule coreLogsThroughThePlatform() {
        return noClasses()
                .that(ours())
                .and()
                .resideOutsideOfPackage(below("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..")
                .because("a library logs through System.Logger; the command chooses the logger")
                .allowEmptyShould(true);
    }

    // --- Shapes of classes ---

    private ArchRule everyClassIsClosed() {
        return classes()
                .that(ours())
                .should(condition("be abstract, final, sealed, a record, an enum or an interface", Rules::isClosed))
                .allowEmptyShould(true);
    }

    private static boolean isClosed(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.FINAL)
                || type.getModifiers().contains(JavaModifier.ABSTRACT)
                || type.isInterface()
                || type.isEnum()
                || type.isRecord()
                || type.isAnonymousClass()
                || type.getModifiers().contains(JavaModifier.SYNTHETIC)
                || type.reflect().isSealed();
    }

    private ArchRule inheritanceIsShallow() {
        return classes()
                .that(ours())
                .should(condition(
                        "extend no class of ours that is concrete, or that extends a class of ours itself",
                        this::isShallow))
                .allowEmptyShould(true);
    }

    private boolean isShallow(JavaClass type) {
        JavaClass parent = type.getRawSuperclass().orElse(null);
        if (parent == null || !ours().test(parent) || (parent.isEnum() && type.isAnonymousClass())) {
            return true; // the body of an enum constant extends its enum
        }
        return parent.getModifiers().contains(JavaModifier.ABSTRACT)
                && !parent.getRawSuperclass().map(ours()::test).orElse(false);
    }

    // --- Habits ---

    private ArchRule onlyTheCommandPrints() {
        return noClasses()
                .that(ours())
                .and()
                .resideOutsideOfPackage(below("cli"))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(target(owner(assignableTo(Throwable.class)))
                        .and(target(name("printStackTrace")))
                        .and(target(rawParameterTypes(new Class<?>[0])))
                        .as("a stack trace is printed"))
                .allowEmptyShould(true);
    }

    private ArchRule onlyTheCommandExits() {
        return noClasses()
                .that(ours())
                .and()
                .resideOutsideOfPackage(below("cli"))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .allowEmptyShould(true);
    }

    private ArchRule randomnessComesFromSeeds() {
        String ambient = "java\\.util\\.(Random|concurrent\\.ThreadLocalRandom)|java\\.security\\.SecureRandom";
        return noClasses()
                .that(ours())
                .and()
                .resideOutsideOfPackage(below("random"))
                .should()
                .dependOnClassesThat(nameMatching(ambient))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(SplittableRandom.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(RandomGeneratorFactory.class)
                .orShould()
                .callMethod(RandomGenerator.class, "getDefault")
                .orShould()
                .callMethod(RandomGenerator.class, "of", String.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(StrictMath.class, "random")
                .orShould()
                .callMethod(Collections.class, "shuffle", List.class)
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .because("a resumed run must draw what the uninterrupted one would have drawn")
                .allowEmptyShould(true);
    }

    // --- Words ---

    private DescribedPredicate<JavaClass> ours() {
        return resideInAPackage(root + "..").as("of ours");
    }

    private String below(String room) {
        return root + "." + room + "..";
    }

    private String[] packages(List<Room> rooms, String... more) {
        List<String> packages =
                new ArrayList<>(rooms.stream().map(room -> room.in(root)).toList());
        packages.addAll(List.of(more));
        return packages.toArray(String[]::new);
    }

    private static ArchCondition<JavaClass> condition(String description, Predicate<JavaClass> holds) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String message = String.format("Class <%s> should %s", type.getName(), description);
                events.add(new SimpleConditionEvent(type, holds.test(type), message));
            }
        };
    }
}
