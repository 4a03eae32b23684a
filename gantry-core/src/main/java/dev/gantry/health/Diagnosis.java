package dev.gantry.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A verdict with its grounds.
 *
 * @param since real samples shown when the verdict was first given without a break; 0 before the first
 * @param evidence the numbers that speak for it, in a sentence
 * @param remedy what to do; empty where there is nothing to do
 * @param numbers the numbers of the evidence, by the names of metrics.jsonl
 */
public record Diagnosis(Verdict verdict, long since, String evidence, String remedy, Map<String, Double> numbers) {
    public Diagnosis {
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    Diagnosis since(long images) {
        return new Diagnosis(verdict, images, evidence, remedy, numbers);
    }
}
