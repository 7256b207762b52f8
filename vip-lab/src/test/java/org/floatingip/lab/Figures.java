package org.floatingip.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was measured, in the order in which it was. */
public final class Figures {

    private final List<Double> values;

    public Figures(List<Double> values) {
        this.values = List.copyOf(values);
    }

    /** Value by value of runs that were made beside each other: what slows a machine down slows both of a pair. */
    public Figures over(Figures other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / other.values.get(i));
        }
        return new Figures(ratios);
    }

    public double least() {
        return ranked(0);
    }

    public double median() {
        int n = values.size();
        return (ranked((n - 1) / 2) + ranked(n / 2)) / 2;
    }

    /**
     * Lower and upper end of what the median is with 95 % confidence, whatever the distribution: the values of the ranks
     * that the sign test gives.
     */
    public List<Double> interval() {
        int n = values.size();
        int rank = Math.max(0, (int) Math.floor((n - 1.96 * Math.sqrt(n)) / 2));
        return List.of(ranked(rank), ranked(n - 1 - rank));
    }

    private double ranked(int rank) {
        return values.stream().sorted().skip(rank).findFirst().orElseThrow();
    }

    /** All of them, for who wants to compute something else. */
    public String raw(String format) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, format, value))
                .collect(Collectors.joining(" "));
    }
}
