package org.floatingip.cli.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word that somebody most likely meant. Picocli's own misses two letters in the wrong order. */
final class Suggestion {

    private Suggestion() {}

    /** The nearest of the words, if it is at most two typing errors away, and not most of the word. */
    static Optional<String> of(String typed, Collection<String> words) {
        return words.stream()
                .filter(word -> errors(typed, word) <= Math.min(2, word.length() / 2))
                .min(Comparator.comparingInt(word -> errors(typed, word)));
    }

    /** How many letters are missing, added, wrong, or swapped with their neighbour. */
    private static int errors(String typed, String word) {
        int[][] errors = new int[typed.length() + 1][word.length() + 1];
        for (int i = 0; i <= typed.length(); i++) {
            for (int j = 0; j <= word.length(); j++) {
                errors[i][j] = i == 0 || j == 0 ? i + j : least(errors, typed, word, i, j);
            }
        }
        return errors[typed.length()][word.length()];
    }

    private static int least(int[][] errors, String typed, String word, int i, int j) {
        boolean same = typed.charAt(i - 1) == word.charAt(j - 1);
        int least = Math.min(errors[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(errors[i - 1][j], errors[i][j - 1]));
        boolean swapped = i > 1
                && j > 1
                && typed.charAt(i - 1) == word.charAt(j - 2)
                && typed.charAt(i - 2) == word.charAt(j - 1);
        return swapped ? Math.min(least, errors[i - 2][j - 2] + 1) : least;
    }
}
