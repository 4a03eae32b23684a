package dev.gantry.architecture.planted.foundation;

import dev.gantry.architecture.planted.foundation.data.Permitted;

public record Planted(Permitted upward) {}
