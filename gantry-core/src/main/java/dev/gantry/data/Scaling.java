package dev.gantry.data;

import java.util.List;

/**
 * How the columns of a table became numbers in [-1, 1]: x = 2 (value - low) / (high - low) - 1, and 0 in a column that
 * is constant.
 *
 * @param columns the columns' names; empty where the file does not tell them
 * @param low smallest value of each column
 * @param high largest value of each column
 */
public record Scaling(List<String> columns, List<Double> low, List<Double> high) {}
