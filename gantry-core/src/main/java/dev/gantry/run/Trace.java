package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.train.Game;
import java.util.List;
import java.util.Map;

/** Single parameters of tiny networks, by names of the user's, for metrics.jsonl. */
record Trace(List<String> names, long parameters) {
    Trace {
        if (!names.isEmpty() && names.size() != parameters) {
            throw GantryException.request(
                    "output.trace names %d parameters, the networks have %d: name each, G's first, weights row by row"
                            + " before biases",
                    names.size(), parameters);
        }
    }

    void addTo(Map<String, Double> statistics, Game game) {
        if (names.isEmpty()) {
            return;
        }
        double[] numbers = game.parameters();
        for (int i = 0; i < numbers.length; i++) {
            statistics.put(names.get(i), numbers[i]);
        }
    }
}
