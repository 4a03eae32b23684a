package dev.gantry.architecture.planted.imports.cli;

import dev.gantry.architecture.planted.imports.torch.Wanted;

public record Permitted(Wanted allowed) {}
