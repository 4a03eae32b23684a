package dev.gantry.theory;

import java.util.List;

/**
 * What a part of the theory found.
 *
 * @param checks one a line
 * @param curves critics along a line, for pictures
 * @param bounds variational bounds, for pictures
 * @param portraits trajectories, for pictures
 */
public record Findings(List<Check> checks, List<Curve> curves, List<Bound> bounds, List<Portrait> portraits) {
    public Findings {
        checks = List.copyOf(checks);
        curves = List.copyOf(curves);
        bounds = List.copyOf(bounds);
        portraits = List.copyOf(portraits);
    }
}
