package dev.gantry.config;

import dev.gantry.config.Configs.Override;
import dev.gantry.config.Tree.Block;
import dev.gantry.config.Tree.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one word for {@code objective} changes beside the objective.
 *
 * <p>A recipe (wgan-gp, wgan-clip, r3gan) stands for an objective, a penalty, D's steps and the optimisers of its paper.
 * In a file it fills in what the file leaves out. Given as an option it also replaces what the file or the preset says,
 * but not what other options say. Objectives that judge by reconstruction (began, ebgan) given as an option turn an mlp
 * discriminator into an autoencoder.
 */
final class ShortNames {
    private static final String OBJECTIVE = "objective";
    private static final List<String> BY_RECONSTRUCTION = List.of("began", "ebgan");

    private static final String WGAN_GP_ADAM = "{type: adam, lr: 0.0001, betas: [0, 0.9]}";
    private static final String WGAN_RMSPROP = "{type: rmsprop, lr: 0.00005}";
    private static final String R3GAN_BETAS = "[0, 0.99]";

    private static final Map<String, Map<String, String>> RECIPES = recipes();

    private ShortNames() {}

    /** Gulrajani et al. 2017; Arjovsky, Chintala and Bottou 2017; Huang et al. 2024. */
    private static Map<String, Map<String, String>> recipes() {
        Map<String, Map<String, String>> recipes = new LinkedHashMap<>();
        recipes.put("wgan-gp", wasserstein("gradient-penalty", WGAN_GP_ADAM));
        recipes.put("wgan-clip", wasserstein("clip", WGAN_RMSPROP));
        Map<String, String> r3gan = new LinkedHashMap<>();
        r3gan.put(OBJECTIVE, "relativistic-pairing");
        r3gan.put("penalty", "r1-r2");
        r3gan.put("discriminator.steps", "1");
        r3gan.put("generator.optimizer", "adam");
        r3gan.put("discriminator.optimizer", "adam");
        r3gan.put("generator.optimizer.betas", R3GAN_BETAS);
        r3gan.put("discriminator.optimizer.betas", R3GAN_BETAS);
        recipes.put("r3gan", r3gan);
        return recipes;
    }

    private static Map<String, String> wasserstein(String penalty, String optimizer) {
        Map<String, String> recipe = new LinkedHashMap<>();
        recipe.put(OBJECTIVE, "wasserstein");
        recipe.put("penalty", penalty);
        recipe.put("discriminator.steps", "5");
        recipe.put("generator.optimizer", optimizer);
        recipe.put("discriminator.optimizer", optimizer);
        return recipe;
    }

    /** The names of recipes. */
    static List<String> names() {
        return List.copyOf(RECIPES.keySet());
    }

    /** What a recipe sets, by dotted key. */
    static Map<String, String> recipe(String name) {
        return RECIPES.getOrDefault(name, Map.of());
    }

    /** A file's changes by the recipe that it names: those to keys that it leaves out. */
    static List<Override> ofFile(Tree tree, String sourceName) {
        if (!(tree instanceof Block root)) {
            return List.of();
        }
        List<Override> changes = new ArrayList<>();
        recipe(named(root.get(OBJECTIVE))).forEach((key, value) -> {
            if (key.equals(OBJECTIVE) || (!has(root, key) && !isOfAnotherOptimizer(root, key))) {
                changes.add(new Override(key, value, sourceName));
            }
        });
        return changes;
    }

    /** Options, with those that a recipe among them stands for in front. */
    static List<Override> ofOptions(Tree tree, List<Override> options) {
        List<Override> changes = new ArrayList<>();
        List<Override> others = new ArrayList<>();
        for (Override option : options) {
            String name = names(option) ? option.value().strip() : "";
            Map<String, String> recipe = recipe(name);
            recipe.forEach((key, value) -> add(changes, new Override(key, value, option.origin()), options));
            if (recipe.isEmpty()) {
                others.add(option);
            }
            if (BY_RECONSTRUCTION.contains(name) && isMlp(tree)) {
                add(changes, new Override("discriminator.type", "autoencoder", option.origin()), options);
                carry(tree, option, options, changes);
            }
        }
        changes.addAll(others);
        return changes;
    }

    /** The autoencoder's encoder has the hidden layers of the mlp. */
    private static void carry(Tree tree, Override option, List<Override> options, List<Override> changes) {
        Tree hidden = at(tree, "discriminator.hidden");
        if (hidden instanceof Tree.Items widths && !widths.items().isEmpty()) {
            add(changes, new Override("discriminator.hidden", YamlPrinter.flow(hidden), option.origin()), options);
        }
    }

    /** Adds a change unless an option sets the same block as a whole. */
    private static void add(List<Override> changes, Override change, List<Override> options) {
        boolean taken = options.stream()
                .filter(option -> !names(option))
                .map(option -> option.key().replaceFirst("\\.type$", ""))
                .anyMatch(key -> (change.key() + ".").startsWith(key + "."));
        if (!taken) {
            changes.add(change);
        }
    }

    private static boolean names(Override option) {
        return option.key().equals(OBJECTIVE) || option.key().equals(OBJECTIVE + ".type");
    }

    private static boolean isMlp(Tree tree) {
        return tree instanceof Block root && named(root.get("discriminator")).equals("mlp");
    }

    /** The type that a block or a scalar names. */
    private static String named(@Nullable Tree block) {
        Tree type = block instanceof Block entries ? entries.get("type") : block;
        return type instanceof Scalar scalar ? scalar.text() : "";
    }

    private static boolean has(Tree root, String key) {
        return at(root, key) != null;
    }

    /** Betas belong to Adam. */
    private static boolean isOfAnotherOptimizer(Tree root, String key) {
        Tree optimizer = key.endsWith(".betas") ? at(root, key.replaceFirst("\\.betas$", "")) : null;
        String name = named(optimizer);
        return !name.isEmpty() && !name.equals("adam");
    }

    private static @Nullable Tree at(Tree root, String key) {
        @Nullable Tree node = root;
        for (String part : key.split("\\.", -1)) {
            node = node instanceof Block block ? block.get(part) : null;
        }
        return node;
    }
}
