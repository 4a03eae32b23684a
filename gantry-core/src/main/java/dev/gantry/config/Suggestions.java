package dev.gantry.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean ...?" */
public final class Suggestions {
    private Suggestions() {}

    /**
     * The candidate that a misspelt word most likely meant: the nearest by Damerau-Levenshtein distance where that is
     * at most a third of the word and at most 3, else the only one that starts with the word (of 3 letters or more).
     * Case, '_' and '-' do not count. Of equally near candidates the first is taken.
     */
    public static Optional<String> closest(String word, Collection<String> candidates) {
        String wanted = normal(word);
        int best = Math.min(3, (wanted.length() + 1) / 3) + 1;
        Optional<String> found = Optional.empty();
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - wanted.length()) >= best) {
                continue;
            }
            int distance = distance(wanted, normal(candidate));
            if (distance < best) {
                best = distance;
                found = Optional.of(candidate);
            }
        }
        if (found.isPresent() || wanted.length() < 3) {
            return found;
        }
        var starting = candidates.stream()
                .filter(c -> normal(c).startsWith(wanted))
                .distinct()
                .toList();
        return starting.size() == 1 ? Optional.of(starting.get(0)) : Optional.empty();
    }

    /** {@code ; did you mean 'x'?}, or nothing where no candidate is near. */
    public static String hint(String word, Collection<String> candidates) {
        return closest(word, candidates).map(c -> "; did you mean '" + c + "'?").orElse(";");
    }

    /** Insertions, deletions, changes and swaps of neighbours that turn a into b, no letter edited twice. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }

    private static String normal(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
